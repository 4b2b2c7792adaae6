import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { loaders, makeQuery, resolvers } from './world.js';

// Serves a schema on the data of the bench, in processes that share a port:
// `node serve.js mercurius|graphql-yoga WORKERS http://127.0.0.1:5000 SCHEMA ROWS resolvers|loaders`.
// Only mercurius has loaders.

const [peer, workers, url, schema, rows, how] = process.argv.slice(2);
if (cluster.isPrimary) {
  const started = Array.from({ length: Number(workers) }, () => cluster.fork());
  process.on('SIGTERM', () => {
    for (const worker of started) worker.process.kill();
    process.exit();
  });
} else {
  const { serve } = await import(`./${peer}.js`);
  const { hostname, port } = new URL(url);
  const query = makeQuery(Number(rows));
  await serve({
    schema: readFileSync(schema, 'utf8'),
    resolvers: how === 'loaders' ? query : { ...query, ...resolvers },
    loaders: how === 'loaders' ? loaders : {},
    host: hostname,
    port: Number(port),
  });
}
