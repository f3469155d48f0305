#include "math/greek.h"

#include <array>

namespace stride::math {

std::string_view greek_letter(std::string_view name) {
  struct Letter {
    std::string_view name, sign;
  };
  constexpr auto letters = std::to_array<Letter>({{"alpha", "α"},
                                                  {"beta", "β"},
                                                  {"gamma", "γ"},
                                                  {"delta", "δ"},
                                                  {"epsilon", "ε"},
                                                  {"eta", "η"},
                                                  {"theta", "θ"},
                                                  {"kappa", "κ"},
                                                  {"lambda", "λ"},
                                                  {"mu", "μ"},
                                                  {"nu", "ν"},
                                                  {"pi", "π"},
                                                  {"rho", "ρ"},
                                                  {"sigma", "σ"},
                                                  {"tau", "τ"},
                                                  {"phi", "φ"},
                                                  {"omega", "ω"}});
  for (const Letter& letter : letters) {
    if (letter.name == name) return letter.sign;
  }
  return name;
}

}  // namespace stride::math
