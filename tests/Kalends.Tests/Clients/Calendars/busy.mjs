// Prints when calendars are busy, as ical.js sees it: [[[start, end], …], …] in seconds, for a list of calendars in a
// file. A calendar is its text, the zone of its days and of its times without a zone, and a window in seconds.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const calendars = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(calendars.map(busyTimesOf)));

function busyTimesOf({ text, zone, from, until }) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = new Map(calendar.getAllSubcomponents('vtimezone')
    .map(one => new ICAL.Timezone(one)).map(one => [one.tzid, one]));
  for (const [id, one] of zones)
    ICAL.TimezoneService.register(one, id);
  const seconds = time => {
    const known = time.zone === ICAL.Timezone.localTimezone || time.isDate ? zones.get(zone) : time.zone;
    const copy = time.clone();
    copy.isDate = false;
    copy.zone = known;
    return copy.toUnixTime();
  };

  const events = calendar.getAllSubcomponents('vevent');
  const blocks = one => one.getFirstPropertyValue('status') !== 'CANCELLED'
    && one.getFirstPropertyValue('transp') !== 'TRANSPARENT';
  const busy = [];
  for (const one of events.filter(one => !one.hasProperty('recurrence-id'))) {
    const uid = one.getFirstPropertyValue('uid');
    const event = new ICAL.Event(one, {
      exceptions: events.filter(other => other.hasProperty('recurrence-id')
        && other.getFirstPropertyValue('uid') === uid),
    });
    const starts = event.isRecurring() ? event.iterator() : [event.startDate][Symbol.iterator]();
    for (let next = starts.next(), i = 0; ; next = starts.next(), i++) {
      const start = next && 'value' in next && 'done' in next ? next.value : next;
      if (!start || i > 20000)
        break;
      const details = event.isRecurring() ? event.getOccurrenceDetails(start) : event;
      if (seconds(start) >= until)
        break;
      const item = event.isRecurring() ? details.item.component : one;
      if (blocks(item))
        busy.push([seconds(details.startDate), seconds(details.endDate)]);
    }
  }
  return busy.map(([start, end]) => [Math.max(start, from), Math.min(end, until)])
    .filter(([start, end]) => start < end)
    .sort(([one], [other]) => one - other)
    .reduce((merged, [start, end]) => {
      const last = merged.at(-1);
      if (last && last[1] >= start)
        last[1] = Math.max(last[1], end);
      else
        merged.push([start, end]);
      return merged;
    }, []);
}
