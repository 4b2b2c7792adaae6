import { serverAudits } from 'graphql-http';

// Prints one line for each audit of a running server: `node audit.mjs http://127.0.0.1:5000/graphql`.

const url = process.argv[2];
if (!url) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

let ok = 0;
const audits = serverAudits({ url, fetchFn: fetch });
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status === 'ok') ok++;
  console.log(`${result.status} ${audit.id} ${audit.name}${result.reason ? `: ${result.reason}` : ''}`);
}
console.log(`${ok} of ${audits.length} ok`);
process.exit(ok === audits.length ? 0 : 1);
