import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';

/** GraphQL Yoga on Node's own server, with the caches of parsed and checked documents that it has by itself. */
export function serve({ schema, resolvers, host, port }) {
  const yoga = createYoga({
    schema: createSchema({ typeDefs: schema, resolvers }),
    graphqlEndpoint: '/',
    graphiql: false,
    logging: false,
  });
  createServer(yoga).listen(port, host);
}
