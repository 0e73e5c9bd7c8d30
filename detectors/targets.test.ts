import { UNKNOWN_INSTALLATION } from '../contracts/detector';
import { analyseCommand } from '../analysis/shell';
import { factsOfNames, factsOfTarget, namesProduction, namesThrowAway } from './targets';

const nothing = UNKNOWN_INSTALLATION;

test.each(['prod', 'prod-db-1', 'db.prod.internal', 'my_production', 'arn:aws:x:prod/db', 'envs/prod.tfvars'])(
  '%s names production',
  (name) => {
    expect(namesProduction(name, nothing)).toBe(true);
  },
);

test.each(['product', 'products', 'reproduce', 'non-prod', 'preprod-db', 'nonprod', 'two words prod'])(
  '%s does not',
  (name) => {
    expect(namesProduction(name, nothing)).toBe(false);
  },
);

test.each(['sandbox', 'shop_test', 'dev', 'kind-a', 'pr-42', 'preview.shop.example'])('%s is there to go', (name) => {
  expect(namesThrowAway(name, nothing)).toBe(true);
});

test.each(['latest', 'contest', 'device', 'developer.example.net', 'shop'])('%s is not', (name) => {
  expect(namesThrowAway(name, nothing)).toBe(false);
});

test('what the installation lists counts whole and as a part between signs', () => {
  const known = { ...nothing, production: ['acme-live'], throwAway: ['lab9'] };
  expect(factsOfNames(['user@acme-live:5432/x'], known)).toEqual(['production-target']);
  expect(factsOfNames(['lab9'], known)).toEqual(['sandboxed']);
  expect(factsOfNames(['acme-lively', 'lab99'], known)).toEqual([]);
});

test('production wins over throw-away', () => {
  expect(factsOfNames(['test', 'prod'], nothing)).toEqual(['production-target']);
});

test.each([
  ['kubectl config use-context prod && kubectl delete ns x', ['production-target']],
  ['export AWS_PROFILE=production; aws s3 rb s3://x', ['production-target']],
  ['cd infra/prod && terraform destroy', ['production-target']],
  ['echo prod && kubectl delete ns x', []],
  ['kubectl --context kind-dev delete ns x', ['sandboxed']],
  ['ssh prod-1 reboot', ['production-target']],
])('the last program of %s works on %j', (command, expected) => {
  const { invocations } = analyseCommand(command, { cwd: '/home/dev/project' });
  expect(factsOfTarget(invocations, invocations.length - 1, nothing)).toEqual(expected);
});
