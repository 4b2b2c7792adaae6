import Fastify from 'fastify';
import mercurius from 'mercurius';

/** Mercurius on Fastify; a document that comes a second time is compiled. */
export async function serve({ schema, resolvers, loaders, host, port }) {
  const app = Fastify();
  await app.register(mercurius, { schema, resolvers, loaders, path: '/', jit: 1 });
  await app.listen({ host, port });
}
