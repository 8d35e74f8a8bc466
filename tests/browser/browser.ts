/** A real Chromium on the built UI of a rig's server, and the few moves that every journey makes. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Person, Rig } from '../harness/rig.ts';

const executables = [process.env['PENSTOCK_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function launch(): Promise<Browser> {
  const executablePath = executables.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error('The browser journeys need Chromium; install it, or name it in PENSTOCK_CHROMIUM.');
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export interface Visit {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

export async function newVisit(browser: Browser, url: string, { width = 1440, scheme = 'light' }: Visit = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(60_000);
  return context;
}

const emailOf = (person: Person): string => `${person}@penstock.example`;

/** Through the identity provider and its consent page, as with a click on a demo account. */
export async function signIn(page: Page, person: Person, returnTo = '/'): Promise<void> {
  await page.goto(`/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}&loginHint=${emailOf(person)}`);
  await passProvider(page);
}

/** Clicks through what the provider asks, until the product has the page again. */
export async function passProvider(page: Page): Promise<void> {
  for (let step = 0; step < 5 && page.url().includes('/interaction/'); step += 1) {
    const before = page.url();
    await page.locator('button[type=submit], input[type=submit], button').first().click();
    await page.waitForURL((url) => url.href !== before);
  }
}

export function serverOf(rig: Rig): string {
  const [server] = rig.servers;
  if (server === undefined) throw new Error('No server of this rig is running.');
  return server.url;
}

/** A cell of the grid by column and row from 0, as a screen reader finds it. */
export const cellText = async (page: Page, column: number, row: number): Promise<string> =>
  (await page
    .getByTestId(`glide-cell-${column + 1}-${row}`)
    .first()
    .textContent()) ?? '';

const sizes = { marker: 48, column: 160, header: 34, row: 30 };

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of a cell in the window; with `corner`, where its fill handle is. */
async function pointOf(page: Page, column: number, row: number, corner = false): Promise<Point> {
  const box = await page.getByTestId('data-grid-canvas').first().boundingBox();
  if (box === null) throw new Error('There is no grid on the page.');
  const [left, top] = [box.x + sizes.marker + column * sizes.column, box.y + sizes.header + row * sizes.row];
  return corner ? { x: left + sizes.column - 4, y: top + sizes.row - 4 } : { x: left + 60, y: top + sizes.row / 2 };
}

export async function clickCell(page: Page, column: number, row: number, button: 'left' | 'right' = 'left'): Promise<void> {
  const { x, y } = await pointOf(page, column, row);
  await page.mouse.click(x, y, { button });
}

export async function hoverCell(page: Page, column: number, row: number): Promise<void> {
  const { x, y } = await pointOf(page, column, row);
  await page.mouse.move(x, y, { steps: 4 });
}

async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

/** Selects the cells from one to another. */
export async function dragCells(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await drag(page, await pointOf(page, ...from), await pointOf(page, ...to));
}

/** Draws the handle of a selected cell down to another row. */
export async function dragFillHandle(page: Page, column: number, row: number, toRow: number): Promise<void> {
  await drag(page, await pointOf(page, column, row, true), await pointOf(page, column, toRow));
}

export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.keyboard.press('ControlOrMeta+v');
}

/** Waits until something holds; the machine that runs the tests may be busy. */
export const eventually = <Value>(value: () => Promise<Value>) => expect.poll(value, { timeout: 60_000, interval: 50 });

/** Waits until the grid has the keyboard at its first cell, as it does on a page with one table. */
export async function gridHasKeyboard(page: Page): Promise<void> {
  await page.locator('[data-testid="glide-cell-1-0"]:focus').waitFor({ state: 'attached', timeout: 60_000 });
}

/** Serious and critical findings of axe, each in a line; of all its rules, or of those that colours can break. */
export async function seriousFindings(page: Page, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if ((await page.evaluate(`typeof axe`)) === 'undefined') await page.evaluate(axe.source);
  const colours = { runOnly: ['color-contrast', 'link-in-text-block'] };
  const options = JSON.stringify({ resultTypes: ['violations'], ...(rules === 'all' ? {} : colours) });
  const { violations } = (await page.evaluate(`axe.run(${options})`)) as AxeResults;
  const found = violations.map(({ id, impact, help, nodes }) => ({
    id,
    impact,
    help,
    nodes: nodes.slice(0, 4).map((node) => `${node.html.slice(0, 160)} ${(node.failureSummary ?? '').slice(0, 200)}`),
  }));
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.join('\n    ')}`);
}
