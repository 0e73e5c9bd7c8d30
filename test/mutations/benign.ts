/** 500 commands of ordinary work with code, written for this test: `{a|b}` stands for one command each. */

const LINES = `
git {status|status --short --branch|diff|diff --stat HEAD~1|diff --cached|log --oneline -10|log -p -1 -- src/cart.ts|show HEAD:package.json|branch -a|remote -v}
git {fetch origin|pull --rebase|stash list|tag --list 'v1.*'|blame -L 10,40 src/order.ts|shortlog -sn|rev-parse --short HEAD|ls-files src|describe --tags|worktree list}
git {add -A|add src/cart.ts test/cart.test.ts|commit -m 'Round prices once'|commit --amend --no-edit|push origin feature/prices|push -u origin HEAD|checkout -b fix/rounding|switch main|merge --no-ff feature/prices|cherry-pick 1a2b3c4}
git {restore --staged src/cart.ts|rebase main|config user.name|bisect start|grep -n 'roundPrice'|mv src/a.ts src/b.ts|rm --cached dist/index.js|apply fix.patch|format-patch -1|push --force-with-lease}
gh {pr list|pr view 12|pr checks 12|pr create --fill|issue list --label bug|issue view 7 --comments|run list --limit 5|run view 991 --log-failed|repo view|release list}
npm {ci|install|test|run build|run lint -- --fix|outdated|ls --depth=0|run dev|audit|version patch}
npx {tsc --noEmit|jest src/cart.test.ts|eslint src --ext .ts|prettier --check .|vitest run|playwright test|webpack --mode production|tsx scripts/seed.ts|depcheck|rimraf dist}
yarn {install --frozen-lockfile|test|build|lint|why lodash}
pnpm {install|-r build|test --filter shop|add -D vitest|outdated}
python3 {-m pytest -q|-m pytest tests/test_cart.py -k rounding|-m venv .venv|-m pip install -r requirements.txt|manage.py migrate|manage.py runserver 8001|-c 'import sys; print(sys.version)'|scripts/report.py --month 5|-m json.tool package.json|-m http.server 8080 --bind 127.0.0.1}
pip {list|install -e .|install pytest==8.3.2|freeze|show requests}
uv {sync|run pytest|pip compile requirements.in|run ruff check .|lock}
ruff {check .|format --check src|check --fix src}
mypy {src|--strict src/cart.py}
poetry {install|run pytest|show --tree|lock|build}
cargo {build|test|clippy -- -D warnings|fmt --check|run --release|doc --no-deps|update|bench|check|tree}
go {build ./...|test ./...|vet ./...|mod tidy|run ./cmd/server|test -run TestCart ./internal/cart|generate ./...|fmt ./...|list -m all|version}
make {|test|lint|clean|docs|-j4 all|install PREFIX=./out|-n release}
mvn {-q test|package -DskipTests|dependency:tree|spotless:check|versions:display-dependency-updates}
./gradlew {build|test --tests CartTest|clean|bootRun|dependencies}
docker {ps|images|build -t shop:dev .|compose up -d|compose logs --tail 50 api|compose down|run --rm -p 127.0.0.1:8080:8080 shop:dev|inspect shop-api|exec shop-api npm test|system df}
docker {build --target test -t shop:test .|compose exec db psql -U shop -c 'select count(*) from orders'|logs shop-api|stop shop-api|pull node:24-slim|compose build api|compose restart api|network ls|volume ls|compose ps}
kubectl {get pods -n shop|describe pod shop-api-1 -n shop|logs deploy/shop-api -n shop --tail=100|get events -n shop|config current-context|get svc|rollout status deploy/shop-api|top pods -n shop|explain deployment.spec|diff -f k8s/api.yaml}
terraform {fmt -check|validate|plan -out plan.bin|init -backend=false|output -json|providers|graph|version}
helm {lint charts/shop|template charts/shop|list -n shop|dependency update charts/shop}
ls {|-la|-la src|-R test|-lh dist|src/components|-1 scripts|*.md}
cat {README.md|package.json|src/cart.ts|tsconfig.json|Makefile|docs/prices.md|.github/workflows/ci.yml|CHANGELOG.md|.gitignore|Dockerfile}
head -{20|50|100} src/order.ts
tail -{20 logs/dev.log|n 100 build.log|f logs/dev.log}
sed -n '{1,80p|40,120p|200,260p}' src/order.ts
sed -i 's/{roundPrice/roundMoney/g|1\\.2\\.3/1.2.4/|foo/bar/}' src/cart.ts
grep {-rn 'roundPrice' src|-rn TODO src --include=*.ts|-c error logs/dev.log|-l 'import React' -r src|-v '^#' config.ini|-E 'v[0-9]+' CHANGELOG.md|-A3 'describe' test/cart.test.ts|-i warning build.log}
rg {'roundPrice' src|-n 'class Cart'|--files -g '*.md'|-t ts 'await fetch'|-l 'useEffect' src|'password' docs/auth.md|-uu cache|--stats import}
find . {-name '*.test.ts' -not -path './node_modules/*'|-name '*.md'|-type f -size +1M|-newer package.json -name '*.ts'|-maxdepth 2 -type d|-name '*.pyc' -delete|-name dist -type d -prune|-empty}
fd {-e ts|cart|-t d components|-H eslintrc}
wc -l {src/*.ts|README.md|test/*.test.ts}
sort {names.txt|-u words.txt|-t, -k2 -n prices.csv}
cut -d, -f1,3 {prices.csv|orders.csv}
awk {'{print $1}' access.log|-F, '{s+=$3} END {print s}' prices.csv|'NR>1' orders.csv|'/error/ {n++} END {print n}' dev.log}
jq {. package.json|'.scripts' package.json|-r '.dependencies | keys[]' package.json|'length' data.json|-c '.[]' data.json}
yq {'.jobs.test' .github/workflows/ci.yml|eval '.services' compose.yaml}
curl {-s http://localhost:3000/healthz|-sI http://127.0.0.1:8080/|-s http://localhost:3000/api/orders|-s -X POST http://localhost:3000/api/cart -d '{"sku":1}'|-fsS https://docs.example.com/prices.json -o prices.json|-s https://api.example.com/v1/status|--version}
wget -q {https://data.example.com/zones.csv|https://data.example.com/rates.json -O rates.json}
psql {-h localhost -U dev shop -c 'select 1'|-h localhost shop -f db/schema.sql|-l}
sqlite3 dev.db {'.tables'|'select * from orders limit 5'|'.schema orders'}
redis-cli {ping|-n 1 keys 'cart:*'|info memory}
mkdir -p {src/components|build/reports|docs/adr|tmp}
cp {.env.example .env|src/cart.ts src/cart.old.ts|-r templates/page src/page|README.md docs/index.md}
mv {src/util.ts src/money.ts|notes.txt docs/notes.md|old.css styles/old.css}
rm {-rf node_modules|-rf dist build|-f tmp/out.txt|-r coverage|src/unused.ts}
touch {src/new.ts|.nojekyll}
chmod +x {scripts/seed.sh|bin/run}
tar {-czf dist.tar.gz dist|-xzf fixtures.tar.gz -C test|-tf dist.tar.gz}
unzip {-q fixtures.zip -d test/fixtures|-l fixtures.zip}
zip -r {site.zip dist|docs.zip docs}
diff {-u a.json b.json|-r src old/src|<(sort a.txt) <(sort b.txt)}
echo {'# Prices' > docs/prices.md|"$PATH"|'export default {}' >> src/empty.ts|done|'never use rm -rf here' >> docs/notes.md|$((6 * 7))}
cat > {src/rates.json|docs/usage.md|tmp/in.txt} <<'E'\\n{ "eur": 1 }\\nE
env {NODE_ENV=test npm test|FORCE_COLOR=0 npx jest|TZ=UTC date}
NODE_ENV={production npm run build|test npx jest --ci|development node server.js}
cd {src && ls|packages/api && npm test|docs && make html|../other && git status}
node {server.js|scripts/seed.js|--test|-e 'console.log(process.version)'|-p 'require("./package.json").version'|--check src/index.js}
deno {task dev|test|fmt --check}
bun {install|test|run build}
ruby {-c app.rb|bin/rails test}
bundle {install|exec rspec|exec rubocop -a|outdated}
bin/rails {db:migrate|routes|test test/models/cart_test.rb}
composer {install|test|outdated}
php {artisan test|artisan migrate|-l src/Cart.php}
dotnet {build|test|run --project src/Shop|restore|format --verify-no-changes}
swift {build|test|package resolve}
flutter {pub get|analyze|test}
cmake {-S . -B build|--build build -j4}
ctest --test-dir build {--output-on-failure|-R cart}
clang-format -i {src/cart.cpp|src/order.cpp}
gcc -Wall -o {build/cart src/cart.c|build/order src/order.c -lm}
shellcheck {scripts/seed.sh|bin/run}
hadolint Dockerfile
pre-commit run {--all-files|eslint}
act -n
ps {aux|-ef}
lsof -i :{3000|8080}
df {-h|-h .}
du -sh {node_modules|dist .git}
date {+%F|-u}
whoami
uname -a
which {node|python3|docker}
sleep {1|5}
time {npm run build|go test ./...}
history | tail -20
xargs -n1 basename < files.txt
seq 1 10 | xargs -I{} echo item {}
ls src | {wc -l|head -5|grep cart}
git log --format=%s | {head -20|grep -c fix|sort | uniq -c}
git diff --name-only | xargs {npx prettier --write|npx eslint}
cat access.log | {awk '{print $7}' | sort | uniq -c | sort -rn | head|grep 500 | wc -l}
npm run build 2>&1 | {tail -30|tee build.log}
for f in {src/*.ts; do echo $f; done|1 2 3; do curl -s localhost:3000/healthz; done|$(git ls-files '*.md'); do wc -l $f; done}
if [ -f {.env ]; then echo yes; fi|package-lock.json ]; then npm ci; else npm install; fi}
test -d {dist && ls dist|node_modules || npm ci}
while read -r line; do echo "$line"; done < {names.txt|words.txt}
base64 {-w0 logo.png > logo.b64|-d logo.b64 > logo2.png}
openssl {rand -hex 16|dgst -sha256 dist.tar.gz|x509 -in cert.pem -noout -dates}
sha256sum {dist.tar.gz|package-lock.json}
ssh-keygen -lf {deploy.pub|keys/ci.pub}
rsync -a {src/ backup/src/|dist/ /srv/www/preview/}
aws {s3 ls s3://shop-dev-assets|sts get-caller-identity|logs tail /shop/dev --since 1h}
gcloud {config list|run services list --region europe-west1}
az {account show|webapp list -o table}
vercel {ls|build}
stripe listen --forward-to localhost:3000/hooks
ngrok version
tmux {ls|new-session -d -s dev 'npm run dev'}
nohup npm run dev > dev.log 2>&1 &
source {.venv/bin/activate|~/.nvm/nvm.sh}
export {NODE_ENV=test|PATH="$PWD/bin:$PATH"|DATABASE_URL=postgres://localhost/shop_test}
brew {install jq|list|upgrade}
sudo apt-get {update|install -y libpq-dev|install -y ffmpeg}
systemctl status {nginx|postgresql}
journalctl -u shop-api {-n 100|--since today}
nginx -t
mkdocs {build --strict|serve}
sphinx-build {-b html docs build/docs|-W docs out}
hugo {server -D|--minify}
pandoc {README.md -o README.pdf|-s docs/a.md -o a.html}
convert {logo.svg -resize 64x64 logo.png|banner.png -quality 80 banner.jpg}
ffmpeg -i {intro.mov -t 10 intro.mp4|talk.wav -ar 16000 talk16.wav}
jupyter nbconvert --to {script demo.ipynb|html demo.ipynb}
tsc {--build|-w}
turbo run {build|lint --filter=web}
nx {affected -t test|graph}
lerna {run build|changed}
changeset {status|version}
semgrep {--config p/ci src|scan --error}
trivy fs {.|--scanners vuln .}
protoc {--go_out=. api/cart.proto|--ts_out=src api/order.proto}
buf {lint|generate}
prisma {generate|migrate dev --name init}
python3 - <<'E'\\nimport json\\nprint(json.load(open('package.json'))['name'])\\nE
node - <<'E'\\nconsole.log(require('./package.json').name)\\nE
`;

/** Alternatives do not nest; `{print $1}` and JSON are left alone since they have no `|` at their own level. */
function expand(line: string): string[] {
  const open = line.indexOf('{');
  const close = open < 0 ? -1 : closing(line, open);
  const choices = close < 0 ? [] : alternatives(line.slice(open + 1, close));
  if (choices.length < 2) return [line];
  return choices.map((choice) => `${line.slice(0, open)}${choice}${line.slice(close + 1)}`.trimEnd());
}

function closing(line: string, open: number): number {
  let depth = 0;
  for (let at = open; at < line.length; at++) {
    if (line[at] === '{') depth += 1;
    else if (line[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** Parts between `|` that stand in no braces, quotes or brackets, and have no space on both sides (a pipe). */
function alternatives(text: string): string[] {
  return text.split(/(?<! )\|(?! )/).reduce<string[]>((all, part) => {
    const last = all.at(-1);
    if (last !== undefined && open(last)) all[all.length - 1] = `${last}|${part}`;
    else all.push(part);
    return all;
  }, []);
}

const count = (text: string, one: string): number => text.split(one).length - 1;
const open = (text: string): boolean => count(text, '{') > count(text, '}') || count(text, "'") % 2 === 1;

export const BENIGN: readonly string[] = [
  ...new Set(
    LINES.split('\n')
      .filter((line) => line !== '')
      .flatMap(expand)
      .map((line) => line.replaceAll('\\n', '\n').trim()),
  ),
];
