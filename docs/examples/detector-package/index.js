'use strict';

// A detector is a manifest and two pure functions: no clock, no chance, no files. `analysis` says what the act really does.

exports.detector = {
  manifest: {
    id: 'payroll-read',
    version: '1.0.0',
    title: 'Payroll folder read',
    description: 'An agent reads below /srv/payroll, by a tool or from inside a command.',
    severity: 'medium',
    confidence: 'high',
    maturity: 'experimental',
    attack: ['T1005'],
    atlas: [],
    owasp: ['ASI02'],
    needs: ['exec', 'file.read'],
    fields: ['action.command', 'action.path'],
    order: 'any',
    keyBy: 'scope',
    window: { seconds: 3600, maxKeys: 10000 },
    falsePositives: ['The yearly audit.'],
    blindSpots: ['Programs whose arguments are not understood.'],
    triage: ['Ask who wanted the payroll to be read.'],
  },
  defaults: { folder: '/srv/payroll/' },
  init: () => ({}),
  step(_state, _event, { analysis }, config) {
    const inside = (path) => path.startsWith(config.folder);
    return analysis.reads
      .filter(({ path }) => inside(path))
      .map(({ path }) => ({ why: `The payroll file ${path} was read`, dedupeKey: path, entities: { path } }));
  },
};
