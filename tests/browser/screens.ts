/**
 * How every screen is seen: light and dark, wide and narrow, without serious findings of axe, and as pictures in
 * `test-results/screens` for the eye.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { Person, Rig, RigOptions } from '../harness/rig.ts';
import { launch, newVisit, seriousFindings, serverOf, signIn } from './browser.ts';
import { builtWeb } from './built-web.ts';

const pictures = fileURLToPath(new URL('../../test-results/screens/', import.meta.url));

export interface Screen {
  readonly name: string;
  readonly path: string;
  /** Done when the screen is there. */
  readonly ready: (page: Page) => Promise<void>;
}

export interface Walk {
  readonly whose: string;
  readonly person: Person | null;
  readonly screens: () => readonly Screen[];
  /** Once, before they visit. */
  readonly before?: () => Promise<void>;
  /** At each visit, after the sign-in. */
  readonly prepared?: () => Promise<void>;
}

interface Place {
  readonly rig: Rig;
  readonly browser: Browser;
}

/** The rig and the browser of a file of screens, to be asked from within hooks and tests. */
export function screensOf(options: RigOptions, prepare: (place: Place) => Promise<void>, walks: readonly Walk[]): () => Place {
  let rig: Rig | undefined;
  let browser: Browser | undefined;
  const place = (): Place => {
    if (rig === undefined || browser === undefined) throw new Error('The rig of these screens has not started.');
    return { rig, browser };
  };
  const begin = async (): Promise<void> => {
    rig = await startRig({ ...options, environment: { PENSTOCK_WEB_ROOT: await builtWeb() } });
    browser ??= await launch();
    await prepare({ rig, browser });
  };
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    await begin();
  });
  afterAll(async () => {
    await browser?.close();
    await rig?.stop();
  });
  for (const each of walks)
    describe(`screens ${each.whose}`, () => {
      if (each.before !== undefined) beforeAll(each.before);
      beforeEach(async ({ task }) => {
        // A walk that is tried again begins where nobody has been.
        if ((task.result?.retryCount ?? 0) === 0) return;
        await rig?.stop();
        await begin();
        await each.before?.();
      });
      for (const visit of visits)
        test(`screens ${each.whose} have no serious accessibility findings, light and dark at ${visit.width} px`, async () => {
          expect(await walk(place(), each, visit)).toEqual([]);
        }, 600_000);
    });
  return place;
}

type Scheme = 'light' | 'dark';

/**
 * At each width a screen is opened in one scheme, looked at whole, and turned to the other, which can only change its
 * colours. Both schemes are opened in, and looked at whole, at one of the widths.
 */
const visits: readonly { readonly width: number; readonly schemes: readonly [Scheme, Scheme] }[] = [
  { width: 1440, schemes: ['light', 'dark'] },
  { width: 900, schemes: ['dark', 'light'] },
];

async function walk(
  { rig, browser }: Place,
  { person, screens, prepared }: Walk,
  visit: (typeof visits)[number],
): Promise<readonly string[]> {
  const [opened, turned] = visit.schemes;
  await using context = await newVisit(browser, serverOf(rig), { width: visit.width, scheme: opened });
  const page = await context.newPage();
  if (person !== null) await signIn(page, person);
  await prepared?.();
  const findings: string[] = [];
  const look = async (screen: Screen, scheme: Scheme): Promise<void> => {
    await quiet(page);
    await page.screenshot({ path: `${pictures}${screen.name}-${scheme}-${visit.width}.png` });
    const found = await seriousFindings(page, scheme === opened ? 'all' : 'colours');
    findings.push(...found.map((finding) => `${screen.name} (${scheme}, ${visit.width}): ${finding}`));
  };
  for (const screen of screens()) {
    await page.emulateMedia({ colorScheme: opened });
    await page.goto(screen.path);
    await screen.ready(page);
    await look(screen, opened);
    await page.emulateMedia({ colorScheme: turned });
    await look(screen, turned);
  }
  return findings;
}

/** Fonts are there, nothing moves or is about to, and what was asked for has been drawn. */
async function quiet(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const moving = () => document
      .getAnimations()
      .filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity);
    await document.fonts.ready;
    await frames();
    while (moving().length > 0) {
      await Promise.all(moving().map((one) => one.finished.catch(() => null)));
      await frames();
    }
  })()`);
}

export const heading = (name: string | RegExp) => async (page: Page) => await page.getByRole('heading', { name }).first().waitFor();
export const text = (name: string | RegExp) => async (page: Page) => await page.getByText(name).first().waitFor();
export const workbookMenu = (item: string, ready: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.getByRole('button', { name: 'Workbook menu' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await ready(page);
};
