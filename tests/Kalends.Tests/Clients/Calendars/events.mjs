// Prints the events of an iCalendar in a file, as ical.js reads them strictly: uid, start and end in seconds by the
// clocks that the calendar itself defines, status, sequence and title.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], 'utf8')));
for (const one of calendar.getAllSubcomponents('vtimezone'))
  ICAL.TimezoneService.register(new ICAL.Timezone(one), one.getFirstPropertyValue('tzid'));
console.log(JSON.stringify(calendar.getAllSubcomponents('vevent').map(one => {
  const event = new ICAL.Event(one);
  return [
    event.uid, event.startDate.toUnixTime(), event.endDate.toUnixTime(), one.getFirstPropertyValue('status'),
    event.sequence, event.summary,
  ];
})));
