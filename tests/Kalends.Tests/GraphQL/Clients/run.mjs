// Runs clients of GraphQL against a server, and prints what each sent and got as JSON:
// `node run.mjs POST|GET|id http://127.0.0.1:5000/graphql TOKEN`.
import { readFileSync } from 'node:fs';
import { apollo } from './apollo.mjs';
import { urql } from './urql.mjs';

const [, , manner, url, token] = process.argv;

const steps = [
  ['Me'],
  ['Me'],
  ['Make', { name: 'First' }],
  ['Make', { name: 'Second' }],
  ['Missing'],
  ['Missing'],
];

/** A fetch that writes down each request: its method, the parts that say which document is meant, and the status. */
const recording = (sent) => async (address, options) => {
  const parameters =
    options.method === 'GET' ? Object.fromEntries(new URL(address).searchParams) : JSON.parse(options.body);
  const given = parameters.extensions;
  const extensions = typeof given === 'string' ? JSON.parse(given) : given;
  const answer = await fetch(address, options);
  const parts = [parameters.query && 'text', parameters.documentId && 'id', extensions?.persistedQuery && 'hash'];
  sent.push([options.method, ...parts, answer.status].filter(Boolean).join(' '));
  return answer;
};

async function report(client) {
  const [sent, got] = [[], []];
  const options = { url, token, fetch: recording(sent), useGet: manner === 'GET', useIds: manner === 'id' };
  const run = client(options);
  for (const [name, variables] of steps) {
    const text = readFileSync(new URL(`documents/${name}.graphql`, import.meta.url), 'utf8');
    got.push(await run(name, text, variables));
  }
  return { sent, got };
}

console.log(JSON.stringify({ apollo: await report(apollo), urql: await report(urql) }));
