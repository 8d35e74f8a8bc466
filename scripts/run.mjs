/**
 * Every npm script goes through here. Plain JavaScript without dependencies, because it runs first on whatever Node
 * the machine has: it installs what package-lock.json asks for when node_modules does not fit it, goes on with the
 * Node that the project brings itself, builds the web UI when its sources changed, and then does what was asked.
 *
 *   node scripts/run.mjs start|test|check|format|build|bench|requirements|penstock [arguments]
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = 24;

const commands = {
  start: { needs: ['web'], program: ['packages/standalone/src/main.ts'] },
  test: { needs: ['web'], program: ['node_modules/vitest/vitest.mjs', 'run'] },
  check: { needs: [], program: ['scripts/check.mjs'] },
  format: { needs: [], program: ['node_modules/oxfmt/bin/oxfmt'] },
  build: { needs: ['web'], program: null },
  bench: { needs: [], program: ['bench/src/main.ts'] },
  requirements: { needs: [], program: ['scripts/requirements.mjs'] },
  penstock: { needs: [], program: ['packages/standalone/src/command.ts'] },
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) fail(`There is no command "${name}". Choose one of ${Object.keys(commands).join(', ')}.`);

await alone('install', async () => {
  if (installationProblem() === null) return;
  say('Installing packages ...');
  await run(
    process.env.npm_execpath ? process.execPath : 'npm',
    [...(process.env.npm_execpath ? [process.env.npm_execpath] : []), 'ci', '--loglevel=error'],
    {
      quiet: true,
    },
  );
  const problem = installationProblem();
  if (problem !== null) fail(`The packages do not fit package-lock.json even after npm ci: ${problem}.`);
});

const node = projectNode();
const environment = {
  ...process.env,
  // Keeps the compiled form of the code between runs: a start takes about half as long.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/compiled'),
  PATH: `${dirname(node)}:${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
};
if (command.needs.includes('web')) await alone('build', buildWeb);
if (command.program !== null)
  process.exitCode = await hand(node, [...command.program.map((part) => (part.includes('/') ? join(root, part) : part)), ...args]);

/** What keeps node_modules from fitting package-lock.json; `null` when it fits. */
function installationProblem() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (installed === undefined) return 'node_modules is not complete';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/')) continue;
    const present = installed[path];
    if (present === undefined ? !entry.optional && !entry.peer : present.version !== entry.version) return path;
  }
  return null;
}

/** The Node of this project, else the running one if it is new enough. */
function projectNode() {
  const own = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  return fail(`Penstock brings no Node for ${process.platform}-${process.arch}. Install Node ${oldestNode} or newer and try again.`);
}

async function buildWeb() {
  const web = join(root, 'packages/web');
  const stamp = join(web, 'dist/.stamp');
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', 'tsconfig.json'].map((path) => join(web, path));
  const hash = hashOf([...sources, join(root, 'packages/domain/src'), join(root, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('Building the web interface ...');
  await run(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: web, quiet: true });
  writeFileSync(stamp, hash);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) for (const entry of readdirSync(path).sort()) add(join(path, entry));
    else hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** Runs `step` while no other process does it in this folder; waits for one that does. */
async function alone(step, action) {
  const folder = join(root, '.penstock');
  const lock = join(folder, `${step}.lock`);
  mkdirSync(folder, { recursive: true });
  for (let told = false; !take(lock); await new Promise((resolve) => setTimeout(resolve, 200))) {
    if (!told) say(`Waiting for another npm command in this folder (${step}) ...`);
    told = true;
  }
  const release = () => rmSync(lock, { force: true });
  process.on('exit', release);
  await action();
  release();
  process.off('exit', release);
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(lock, 'utf8') || 0);
    if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs a step; what it prints is shown only when it fails. */
async function run(program, programArgs, { cwd = root } = {}) {
  const child = spawn(program, programArgs, { cwd, env: { ...process.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.once('close', resolve);
  });
  if (code !== 0) fail(`${output.trim()}\n${[program, ...programArgs].join(' ')} ended with ${code}.`);
}

/** Hands terminal and signals over to the program, and ends as it ends. */
async function hand(program, programArgs) {
  // The channel tells the program when this process is gone, however it ended.
  const child = spawn(program, programArgs, { cwd: process.cwd(), env: environment, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const npm = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) setInterval(() => process.ppid !== npm && child.kill('SIGTERM'), 1_000).unref();
  // Ctrl-C reaches the child by itself; it decides when to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  return await new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1))));
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** Standard output belongs to the command. */
function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}
