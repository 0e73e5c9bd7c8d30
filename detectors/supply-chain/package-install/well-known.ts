/** Names that squatters build on, by ecosystem: packages that nearly everybody has. One line to extend. */
import type { Ecosystem } from '../installs';

const NAMES: Readonly<Partial<Record<Ecosystem, string>>> = {
  npm: 'react react-dom react-router react-router-dom react-redux react-native redux preact vue vuex vue-router angular svelte next nuxt express koa fastify hapi socket.io axios request node-fetch superagent lodash underscore ramda moment dayjs date-fns luxon chalk colors commander yargs inquirer minimist dotenv debug winston pino morgan body-parser cookie-parser cors helmet passport jsonwebtoken bcrypt bcryptjs crypto-js uuid nanoid mongoose mongodb sequelize typeorm prisma knex mysql mysql2 redis ioredis sqlite3 webpack webpack-cli rollup vite esbuild parcel babel-loader ts-loader ts-node typescript eslint prettier stylelint jest mocha chai sinon vitest cypress puppeteer playwright selenium-webdriver electron electron-builder nodemon pm2 concurrently cross-env cross-spawn rimraf glob minimatch chokidar semver async bluebird rxjs immer zod joi yup ajv handlebars mustache marked markdown-it highlight.js prismjs jquery bootstrap tailwindcss postcss autoprefixer styled-components classnames framer-motion d3 three chart.js echarts graphql apollo-server apollo-client ethers web3 openai langchain aws-sdk firebase firebase-admin nodemailer multer sharp cheerio jsdom formidable discord.js telegraf ws fs-extra mkdirp tslib core-js regenerator-runtime readable-stream iconv-lite',
  pypi: 'requests urllib3 numpy pandas scipy matplotlib seaborn scikit-learn scikit-image tensorflow torch torchvision torchaudio keras keras-preprocessing transformers tokenizers datasets huggingface-hub accelerate openai anthropic langchain langchain-core llama-index litellm deepseek django djangorestframework flask fastapi starlette uvicorn gunicorn tornado aiohttp httpx sqlalchemy alembic psycopg2 psycopg2-binary pymysql pymongo redis celery boto3 botocore awscli s3transfer google-cloud-storage google-auth azure-storage-blob paramiko cryptography pycryptodome pyjwt bcrypt passlib certifi charset-normalizer idna chardet six setuptools wheel virtualenv pipenv poetry packaging platformdirs importlib-metadata typing-extensions attrs pydantic click colorama rich tqdm jinja2 markupsafe werkzeug itsdangerous pyyaml toml tomli lxml beautifulsoup4 selenium playwright scrapy pillow opencv-python imageio pytest pytest-cov coverage tox black flake8 pylint isort mypy jupyter notebook jupyterlab ipython ipykernel networkx sympy nltk spacy gensim detectron2 xgboost lightgbm plotly dash streamlit gradio bokeh psutil python-dateutil pytz simplejson ujson orjson protobuf grpcio websockets websocket-client discord.py python-telegram-bot web3 eth-account ansible fabric docker kubernetes pywin32 pyinstaller loguru termcolor tabulate openpyxl xlrd xlsxwriter pyserial pyautogui',
  rubygems:
    'rails rack sinatra rspec nokogiri devise puma sidekiq bundler rake activesupport activerecord faraday httparty rest-client redis pg mysql2 capybara rubocop jekyll',
  crates:
    'serde serde_json tokio reqwest hyper clap anyhow thiserror tracing rand regex syn quote proc-macro2 libc futures async-trait rayon chrono base64 bytes axum actix-web rust_decimal num-traits parking_lot once_cell lazy_static',
};
/** Honest neighbours of those names. */
const NEIGHBOURS = new Set(
  'preact reacts inferno redis ioredis async-h1 vue-loader vuejs nuxt3 cors-anywhere color colord chalks debugs globby globs jsonwebtokens mongo mongose uuidv4 expressjs flasks djangos request requests requestes torchx keras-core httpcore httpx2 aiohttp-cors click-log rich-cli black blue tox nox mypy pyjwt jwt toml tomlkit tomli tomllib tqdm glob2 lodash-es lodash.get dayjs colors.js jests mocha moca chais sinon-chai redux-thunk rollups vitest vite parcels webpacks luxon ws isows pytest pytests attrs attr idna pandas panda scipy spacy pillow yup joi zod ajv pino pinot six hyper hyper-util rand rands regex regexp quote syn bytes byte marked markdown sharp rake rack rails'.split(
    ' ',
  ),
);
const KNOWN = new Map<Ecosystem, Set<string>>();
const BY_LENGTH = new Map<string, string[]>();
for (const [ecosystem, list] of Object.entries(NAMES) as [Ecosystem, string][]) {
  KNOWN.set(ecosystem, new Set(list.split(' ')));
  for (const name of list.split(' ')) {
    const key = `${ecosystem} ${name.length}`;
    BY_LENGTH.set(key, [...(BY_LENGTH.get(key) ?? []), name]);
  }
}

/** Shortest name that a neighbour of it says anything about. */
const MIN_LENGTH = 5;

/** The well-known package whose name this one nearly is: one letter added, dropped, changed or swapped, or other signs between its words. */
export function nearlyNamed(ecosystem: Ecosystem, given: string): string | undefined {
  const name = given.toLowerCase();
  const known = KNOWN.get(ecosystem);
  const canonical = ecosystem === 'pypi' ? name.replace(/[_.]/g, '-') : name;
  if (known === undefined || name.length < MIN_LENGTH || name.length > 60 || name.startsWith('@')) return undefined;
  if (known.has(name) || known.has(canonical) || NEIGHBOURS.has(name)) return undefined;
  for (const length of [canonical.length - 1, canonical.length, canonical.length + 1])
    for (const one of BY_LENGTH.get(`${ecosystem} ${length}`) ?? [])
      if (one.length >= MIN_LENGTH && isOneStep(canonical, one) && !isCounted(canonical, one)) return one;
  return undefined;
}

/** Versions in a name (`boto2`, `vue3`) and plurals are how honest packages are named, if the word stays whole. */
const isCounted = (name: string, known: string): boolean =>
  name.replace(/\d$/, '') === known || known.replace(/\d$/, '') === name || (name === `${known}s` && known.length < 8);

/** Whether two texts differ by one insertion, deletion, change or swap of neighbours. */
export function isOneStep(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  if (restA.slice(1) === restB || restB.slice(1) === restA || restA.slice(1) === restB.slice(1)) return true;
  return (
    restA.length === restB.length && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  );
}
