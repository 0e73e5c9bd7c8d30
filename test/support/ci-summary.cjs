/** Reads Jest's JSON results and prints what was skipped and why, then one line of counts: `node ci-summary.cjs RESULTS`. */
const { readFileSync } = require('node:fs');

let results;
try {
  results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
} catch {
  console.log('The tests ended without results.\n0 passed, 1 failed');
  process.exit(1);
}
for (const { assertionResults } of results.testResults)
  for (const { fullName, status } of assertionResults)
    if (status === 'pending' || status === 'todo') console.log(`skipped: ${fullName}`);
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
const skipped = results.numPendingTests + results.numTodoTests;
console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
