/** The web interface: how much JavaScript it begins with, and how soon the sample workbook can be used. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
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
    const context = await signedIn(world, await browser.newContext());
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const page = await context.newPage();
      const startedMs = performance.now();
      await page.goto(`${world.alice.url}/workbooks/${workbookId}`, { waitUntil: 'commit' });
      await page.getByText('Busiest airports').first().waitFor();
      // A click on another page of the workbook is answered.
      await page.getByText('Targets', { exact: true }).first().click();
      await page.getByText('Actuals against targets').first().waitFor();
      if (round > 0) times.push(performance.now() - startedMs);
      await page.close();
    }
    return [...results, below(1_000, { name: 'the sample workbook opened and turned to its next page', unit: 'ms', value: median(times) })];
  } finally {
    await browser.close();
  }
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
