/** The web interface: how much JavaScript it begins with, and how soon the sample workbook can be used. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { addFlightsWorkbook } from '@penstock/standalone/seed/flights-workbook';
import { builtWeb } from '../../tests/browser/built-web.ts';
import { median } from './distribution.ts';
import { below } from './result.ts';
import type { BenchResult } from './result.ts';
import type { World } from './world.ts';

const rounds = 7;

/** Scripts that the page itself asks for before anything is shown, compressed as a proxy would send them. */
async function initialScriptKilobytes(dist: string): Promise<number> {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const paths = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map(([, path = '']) => path);
  const sizes = await Promise.all(paths.map(async (path) => gzipSync(await readFile(join(dist, path))).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

/**
 * Opened interactive: from the address to the moment when every element in sight shows its rows and a field takes a letter.
 * The server is warm, as after somebody's earlier visit: its sessions are open, and the answers are in its cache.
 */
export async function measureWeb(world: World): Promise<BenchResult[]> {
  const dist = await builtWeb();
  const results = [below(350, { name: 'initial JavaScript, gzipped', unit: 'KB', value: await initialScriptKilobytes(dist) })];
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  if (executablePath === undefined) return results;
  const workbookId = await sampleWorkbook(world);
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  try {
    const context = await signedIn(world, await browser.newContext({ viewport: { width: 1440, height: 900 } }));
    const opened: number[] = [];
    const turned: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const page = await context.newPage();
      await page.goto('about:blank');
      const startedMs = performance.now();
      await page.goto(`${world.alice.url}/workbooks/${workbookId}`, { waitUntil: 'commit' });
      await shown(page, elementsInSight);
      // A field takes what is typed: the page is not only painted.
      const field = page.getByPlaceholder('Search');
      await field.pressSequentially('f');
      if ((await field.inputValue()) !== 'f') throw new Error('the page does not take what is typed');
      const interactiveMs = performance.now() - startedMs;
      const turnedMs = performance.now();
      await page.getByRole('tab', { name: 'Targets' }).click();
      await shown(page, ['Actuals against targets', 'Delays by origin']);
      // The first visit is the earlier one: it fills the caches of server and browser.
      if (round > 0) {
        opened.push(interactiveMs);
        turned.push(performance.now() - turnedMs);
      }
      await page.close();
    }
    return [
      ...results,
      below(1_000, { name: 'the sample workbook opens interactive', unit: 'ms', value: median(opened) }),
      below(1_000, { name: 'its next page, with an input table and a join, after a click', unit: 'ms', value: median(turned) }),
    ];
  } finally {
    await browser.close();
  }
}

/** All that the first page shows on a screen of 1440 by 900 pixels. */
const elementsInSight = [
  'Flights counted',
  'Average delay',
  'Late share',
  'Flights a day',
  'Busiest airports',
  'Flights by origin and month',
];

/** Each of these elements has drawn the rows that it asked for. */
async function shown(page: Page, names: readonly string[]): Promise<void> {
  const drawn = ':has(canvas, b.ps-numbers):not(:has([aria-busy="true"]))';
  await Promise.all(names.map((name) => page.locator(`section[aria-label="${name}"]${drawn}`).waitFor()));
}

async function sampleWorkbook(world: World): Promise<string> {
  await world.rig.inWarehouse(`
    create table src.flights as
    select timestamp '2001-01-01' + n % 180 * interval '1 day' as departed, n % 60 as delay_min, n as distance_mi, 'ATL' as origin, 'LAX' as destination
    from generate_series(1, 20000) as n;
    create table src.airports (iata text, name text, city text, state text);
    grant select on src.flights, src.airports to alice;`);
  await addFlightsWorkbook(world.alice, world.connectionId);
  const { body } = await world.alice.get('/workbooks');
  return body.items.find(({ name }: { name: string }) => name === 'Flight delays').id;
}

/** The cookies of alice's session, as her browser holds them. */
async function signedIn(world: World, context: BrowserContext): Promise<BrowserContext> {
  const cookies = world.alice.jar.header(new URL(world.alice.url)).split('; ');
  await context.addCookies(
    cookies.map((cookie) => {
      const [name = '', ...value] = cookie.split('=');
      return { name, value: value.join('='), url: world.alice.url };
    }),
  );
  return context;
}
