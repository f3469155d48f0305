// Every screen at every size, light and dark: nothing overflows, and pictures in build/screenshots for a person to look at.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { site } from './browser.mjs';
import { answer, box, drawn, sizes, typeId, useBrowser, visit } from './visit.mjs';

const at = useBrowser();
const folder = join(site, '../../screenshots');
mkdirSync(folder, { recursive: true });

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
const outside = (page) => page.evaluate(() => [...document.querySelectorAll('#mirror .leaf')]
  .filter((leaf) => leaf.checkVisibility() && (leaf.getBoundingClientRect().right > innerWidth + 0.5 || leaf.getBoundingClientRect().left < -0.5))
  .map((leaf) => leaf.id));

async function picture(page, name) {
  await drawn(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

for (const [size, [width]] of Object.entries(sizes)) {
  for (const dark of [false, true]) {
    for (const ratio of width < 500 ? [2.5] : [1, 2]) {
      const name = `${size}-${dark ? 'dark' : 'light'}-${ratio}x`;
      test(`nothing overflows: ${name}`, async () => {
        const student = await visit(at, { size, dark, ratio });
        const { page } = student;
        await picture(page, `first-${name}`);
        await typeId(page);
        for (const [cell, text] of [['conv1 output size', '51'], ['conv1 parameters', '34944'], ['pool1 output size', '25'], ['pool1 parameters', '0'], ['conv2 output size', '12']])
          await answer(page, cell, text);
        assert.ok(await fits(page));
        assert.deepEqual(await outside(page), []);
        await picture(page, `sheet-${name}`);
        await page.evaluate(() => scrollTo(0, 1e6));
        await picture(page, `end-${name}`);
        await student.close();
      });
    }
  }
}

for (const scale of ['80', '200']) {
  test(`text size ${scale} %`, async () => {
    for (const size of ['laptop', 'phone']) {
      const student = await visit(at, { size, ratio: 2 });
      const { page } = student;
      if (size === 'phone') await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('combobox', { name: 'Text size' }).selectOption(scale);
      if (size === 'phone') await page.getByRole('button', { name: 'Menu' }).click();
      await typeId(page);
      await answer(page, 'conv2 output size', '12');
      assert.ok(await fits(page));
      assert.deepEqual(await outside(page), []);
      await picture(page, `scale-${scale}-${size}`);
      await student.close();
    }
  });
}

test('the drawer, the dialog, each theme', async () => {
  for (const theme of ['light', 'dark']) {
    const student = await visit(at, { size: 'phone', ratio: 2 });
    const { page } = student;
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    await picture(page, `drawer-${theme}`);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.keyboard.press('?');
    await picture(page, `dialog-phone-${theme}`);
    await student.close();
    const wide = await visit(at, { dark: theme === 'dark' });
    await wide.page.keyboard.press('?');
    await picture(wide.page, `dialog-${theme}`);
    await wide.close();
  }
});

test('browser zoom, turning and resizing keep the place', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await box(page, 'conv5 output size').click();
  const top = () => box(page, 'conv5 output size').evaluate((input) => input.getBoundingClientRect().top);
  for (const [width, height] of [[900, 700], [640, 400], [320, 200], [390, 844], [844, 390], [2560, 1600], [1280, 800]]) {
    await page.setViewportSize({ width, height });
    await drawn(page);
    assert.ok(await fits(page), `${width}`);
    const now = await top();
    assert.ok(now >= -40 && now < height, `at ${width} x ${height} the box is at ${now}`);
  }
  await student.close();
});
