// Prints the calendar message in a file, as ical.js reads it strictly: method, UID, sequence, status, organiser and
// attendee, and start and end in seconds by the clocks that the calendar itself defines.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], 'utf8')));
for (const one of calendar.getAllSubcomponents('vtimezone'))
  ICAL.TimezoneService.register(new ICAL.Timezone(one), one.getFirstPropertyValue('tzid'));
const [event] = calendar.getAllSubcomponents('vevent').map(one => new ICAL.Event(one));
console.log([
  calendar.getFirstPropertyValue('method'), event.uid.split('@')[0], event.sequence,
  event.component.getFirstPropertyValue('status'), event.organizer, event.attendees[0].getFirstValue(),
  event.startDate.toUnixTime(), event.endDate.toUnixTime(),
].join(' '));
