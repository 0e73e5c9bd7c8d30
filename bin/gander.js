#!/usr/bin/env node
'use strict';
// Starts Gander on Node 24 or newer: with this Node when it is, else with the Node that the package brought along.
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const needed = 24;
const main = join(__dirname, '..', 'build', 'cli', 'main.js');

if (Number(process.versions.node.split('.')[0]) >= needed) {
  if (!existsSync(main)) {
    console.error('gander: build/ is missing; run `npm ci` (or `npm run build`) in the project folder first');
    process.exit(70);
  }
  require(main);
} else {
  let own;
  try {
    own = require.resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    own = undefined;
  }
  if (own === undefined) {
    console.error(
      `gander: needs Node ${needed} or newer and runs on ${process.version}; install Node ${needed} for this platform`,
    );
    process.exit(69);
  }
  const child = spawn(own, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 70)));
}
