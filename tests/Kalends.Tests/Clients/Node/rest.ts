// Books over REST with the types that openapi-typescript made: `node rest.js ADDRESS TOKEN ORDER`.
import createClient from 'openapi-fetch';
import type { paths } from './generated/v1.js';

declare const process: { argv: string[] };

const [, , baseUrl, token, order] = process.argv as unknown as [string, string, string, string, string];
const { slot, client, caregiver, eventType, startsAt } = JSON.parse(order);
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

/** The body of an answer; a problem ends the story with its code. */
function body<T>({ data, error }: { data?: T; error?: { code: string; detail: string } }): T {
  if (data === undefined) throw new Error(`${error?.code}: ${error?.detail}`);
  return data;
}

const held = body(await api.POST('/v1/reservations', { body: { slot_id: slot, client_id: client } }));
const path = { id: held.id };
const confirmed = body(await api.POST('/v1/reservations/{id}/confirm', { params: { path } }));
const care = body(await api.POST('/v1/care-events', {
  body: { caregiver_id: caregiver, event_type_id: eventType, starts_at: startsAt },
}));
const report = body(await api.GET('/v1/reports/reimbursements', {
  params: { query: { caregiver_ids: [caregiver] } },
}));
if (typeof report === 'string') throw new Error('JSON was asked for.');
const again = await api.POST('/v1/reservations/{id}/confirm', { params: { path } });

console.log(JSON.stringify([
  held.state, confirmed.state, care.service_month, report.items[0]?.amount, again.error?.code,
]));
