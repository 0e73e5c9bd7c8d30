import { DETECTORS } from '../detectors/catalogue';
import { TACTICS, formerIdsOf, namesOf, techniqueOf } from './attack';
import { REPLACED, TECHNIQUES } from './attack-techniques';

const idsIn = (text: string) => text.match(/\bT\d{4}\b/g) ?? [];

test('every technique of the table is whole, and stands in it once', () => {
  const ids = idsIn(TECHNIQUES);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    const technique = techniqueOf(id)!;
    expect({ id: technique.id, named: technique.name !== '' }).toEqual({ id, named: true });
    expect(technique.tactics.filter((tactic) => !Object.hasOwn(TACTICS, tactic))).toEqual([]);
  }
});

test('a sub-technique has a name of its own and the tactics of its parent', () => {
  expect(techniqueOf('T1003.008')).toEqual({
    id: 'T1003.008',
    name: '/etc/passwd and /etc/shadow',
    tactics: ['credential-access'],
  });
  expect(techniqueOf('T1685.006')?.name).toBe('Clear Linux or Mac System Logs');
  expect(techniqueOf('T9999')).toBeUndefined();
});

test('ids of earlier releases lead to one that the table has', () => {
  for (const [former, present] of Object.entries(REPLACED)) {
    expect(techniqueOf(former)).toMatchObject({ id: present });
    expect(formerIdsOf(present)).toContain(former);
  }
});

test('names are those of both releases, and of the tactics', () => {
  expect(namesOf(['T1685.006', 'AML.T0051'])).toEqual(['T1685.006', 'AML.T0051', 'T1070.002', 'TA0112', 'TA0005']);
  expect(namesOf(['T1562.001'])).toEqual(expect.arrayContaining(['T1562.001', 'T1685', 'TA0112']));
});

test.each(DETECTORS.map(({ manifest }) => [manifest.id, manifest] as const))(
  '%s names techniques of the pinned release',
  (_id, { attack }) => {
    expect(attack.filter((id) => techniqueOf(id)?.id !== id)).toEqual([]);
  },
);
