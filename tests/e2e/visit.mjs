// A student at the page: finds everything by role and label, and notices what must never happen.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch, serveSite } from './browser.mjs';

/** One browser and one server for a test file. `at.url` is the site's address. */
export function useBrowser() {
  const at = { browser: null, server: null, url: '' };
  before(async () => {
    [at.browser, at.server] = await Promise.all([launch(), serveSite()]);
    at.url = at.server.url;
  });
  after(() => Promise.all([at.browser?.close(), at.server?.close()]));
  return at;
}

export const sizes = { laptop: [1280, 800], wide: [1920, 1080], tablet: [768, 1024], phone: [390, 844], small: [320, 640] };

/** A visit: `page` is Playwright's; `problems` collects console errors, page errors and requests to elsewhere. */
export async function visit(at, { size = 'laptop', ratio = 1, dark = false, path = '', ready = true, context: given, init, ...rest } = {}) {
  const [width, height] = sizes[size];
  const context = given ?? await at.browser.newContext({
    viewport: { width, height }, deviceScaleFactor: ratio, colorScheme: dark ? 'dark' : 'light', hasTouch: width < 800, isMobile: width < 500,
    ...rest,
  });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(at.url) && !/^(blob|data):/.test(request.url())) problems.push(`request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  if (init) await page.addInitScript(init);
  await page.goto(at.url + path);
  if (ready) await isReady(page);
  return { page, context, problems, close: () => context.close() };
}

export const isReady = (page) => page.waitForSelector('html[data-ready]', { state: 'attached' });
export const box = (page, name) => page.getByRole('textbox', { name, exact: true });
export const verdict = (page, name) => box(page, name).getAttribute('data-verdict');
export const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
export const status = (page) => page.getByRole('status').textContent();

export async function typeId(page, id = '14-141-512') {
  await box(page, 'Student ID').fill(id);
  await box(page, 'Student ID').press('Enter');
}

export async function answer(page, name, text) {
  await box(page, name).fill(text);
  await box(page, name).press('Enter');
}

/** Nothing went wrong during the visit: no error, no request to elsewhere, no breach of the content security policy. */
export async function nothingWrong({ page, problems }) {
  assert.deepEqual(problems, []);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
}

/** After the canvas has shown what was asked of it. */
export const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
