// Books over GraphQL with the types that GraphQL Code Generator made: `node graphql.js ADDRESS TOKEN ORDER`.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { ConfirmDocument, RegisterDocument, ReportDocument, ReserveDocument } from './generated/graphql.js';

declare const process: { argv: string[] };

const [, , address, token, order] = process.argv as unknown as [string, string, string, string, string];
const { slot, client, caregiver, eventType, startsAt } = JSON.parse(order);

type Answer<T> = { data?: T; errors?: { message: string; extensions?: { code?: string } }[] };

async function ask<T, V>(document: TypedDocumentNode<T, V>, variables: V): Promise<Answer<T>> {
  const response = await fetch(`${address}graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  });
  return (await response.json()) as Answer<T>;
}

/** The data of an answer; an error ends the story with its message. */
async function data<T, V>(document: TypedDocumentNode<T, V>, variables: V): Promise<T> {
  const { data, errors } = await ask(document, variables);
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

const held = (await data(ReserveDocument, { input: { slotId: slot, clientId: client } })).reserveSlot?.reservation;
if (!held) throw new Error('A reservation that was made is answered.');
const input = { reservationId: held.reservationId };
const confirmed = (await data(ConfirmDocument, { input })).confirmReservation?.reservation;
const care = (await data(RegisterDocument, {
  input: { caregiverId: caregiver, eventTypeId: eventType, startsAt },
})).registerCareEvent?.careEvent;
const report = (await data(ReportDocument, { caregiverIds: [caregiver] })).reimbursementReport;
const again = await ask(ConfirmDocument, { input });

console.log(JSON.stringify([
  held.state.toLowerCase(), confirmed?.state.toLowerCase(), care?.serviceMonth, report?.items[0]?.amount,
  again.errors?.[0]?.extensions?.code,
]));
