// Draws the list of a calendar page as a grid, in which reservations are dragged, free times are chosen and hours are
// stretched. The list is where all data stand: the grid is drawn from it again whenever the page has been read again.
import { Calendar } from 'fullcalendar'
import interaction from 'fullcalendar/interaction'
import de from 'fullcalendar/locales/de'
import sv from 'fullcalendar/locales/sv'
import theme from 'fullcalendar/themes/classic'
import timeGrid from 'fullcalendar/timegrid'
import 'fullcalendar/skeleton.css'
import 'fullcalendar/themes/classic/theme.css'
import { addEdges, isPulled } from './edges.js'
import './grid.css'

// On a narrow screen the list is easier to read.
const WIDE = '(min-width: 45rem)'
const FADE_EVERY = 1000
const DAY = [7, 20]
const BEHIND = ['offered', 'closed', 'taken_elsewhere']

const root = document.getElementById('calendar')
const agenda = () => document.getElementById('agenda')
const entries = () => [...agenda().querySelectorAll('.entry')]

if (root && matchMedia(WIDE).matches) draw()

function draw() {
  root.hidden = false
  root.style.setProperty('--places', root.dataset.places)
  document.getElementById('drag-about').hidden = false
  agenda().open = false
  // The time of the server counts, since the clocks of browsers are often wrong.
  const ahead = Date.parse(root.dataset.now) - Date.now()
  const clock = new Intl.DateTimeFormat(
    'en-GB', { timeZone: root.dataset.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  let isDragging = false
  let readAt = performance.now()

  const calendar = new Calendar(root, {
    plugins: [theme, timeGrid, interaction],
    locales: [de, sv],
    locale: document.documentElement.lang,
    timeZone: root.dataset.zone,
    initialView: root.dataset.days === '1' ? 'timeGridDay' : 'timeGridWeek',
    initialDate: root.dataset.first,
    now: () => new Date(Date.now() + ahead),
    firstDay: 1,
    headerToolbar: false,
    allDaySlot: false,
    nowIndicator: true,
    weekNumbers: true,
    dayHeaderFormat: { weekday: 'short', day: 'numeric', month: 'short' },
    ...bounds(),
    slotDuration: '00:15',
    slotHeaderInterval: '01:00',
    displayEventEnd: false,
    snapDuration: '00:05',
    slotEventOverlap: false,
    height: 'auto',
    eventTimeFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    slotHeaderFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    eventDurationEditable: false,
    eventDragStart: () => { isDragging = true },
    eventDragStop: () => { isDragging = false },
    eventDrop: move,
    eventDidMount: fade,
    backgroundEventDidMount: part => addEdges(part, { minutes, time: at => clock.format(new Date(at)), send }),
    dateClick: choose,
    eventsSet: sayAsWritten,
    events: (_, found) => found(drawn()),
  })
  calendar.render()
  setInterval(fadeAll, FADE_EVERY)
  // What is read again while something is dragged would take it out of the hand.
  document.addEventListener('stale', stale => { if (isDragging || isPulled()) stale.preventDefault() })
  document.addEventListener('renewed', () => {
    readAt = performance.now()
    for (const [option, value] of Object.entries(bounds())) calendar.setOption(option, value)
    calendar.refetchEvents()
  })

  function move({ event }) {
    send('move', { id: event.id, if_match: event.extendedProps.tag, starts_at: event.start.toISOString() })
  }

  function choose({ date }) {
    const at = date.getTime()
    const offered = entries().find(entry => entry.dataset.kind === 'offered'
      && Date.parse(entry.dataset.starts) <= at && at < Date.parse(entry.dataset.ends))
    if (offered && at > Date.now() + ahead)
      location.assign(`/console/book?${new URLSearchParams({
        provider_id: offered.dataset.provider, starts_at: date.toISOString() })}`)
  }

  // A hold fades as it lapses; once it has, the page is read again.
  function fade({ event, el }) {
    const { left, held } = event.extendedProps
    if (left === undefined) return
    const rest = left - (performance.now() - readAt) / 1000
    el.style.setProperty('--left', `${Math.round(100 * Math.min(1, Math.max(0, rest / held)))}%`)
    el.dataset.hold = event.id
    if (rest > 0 || event.extendedProps.isOver) return
    event.setExtendedProp('isOver', true)
    document.dispatchEvent(new CustomEvent('renew'))
  }

  function fadeAll() {
    for (const el of root.querySelectorAll('[data-hold]')) {
      const event = calendar.getEventById(el.dataset.hold)
      if (event) fade({ event, el })
    }
  }
}

// Sends a form of the page, whose answer is shown.
function send(id, values) {
  const form = document.getElementById(id)
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value
  document.dispatchEvent(new CustomEvent('renew', { detail: form }))
}

// FullCalendar hides the words of its headings from screen readers and gives them other names; both are to be the same.
// One heading has no words.
function sayAsWritten() {
  const row = root.querySelector('[role=columnheader]')?.closest('[role=row]')
  for (const part of row?.querySelectorAll('[aria-label], [aria-hidden]') ?? []) {
    part.removeAttribute('aria-label')
    part.removeAttribute('aria-hidden')
  }
  for (const heading of root.querySelectorAll('[role=rowheader]:empty')) {
    heading.removeAttribute('role')
    heading.removeAttribute('aria-label')
  }
}

// The hours that people work, and all others in which something lies.
function hours() {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: root.dataset.zone, hour: '2-digit', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: root.dataset.zone, dateStyle: 'short' })
  let [first, last] = DAY
  for (const { dataset: { starts, ends } } of entries()) {
    const [from, to] = [new Date(starts), new Date(Date.parse(ends) - 1)]
    const isWithinADay = day.format(from) === day.format(to)
    first = Math.min(first, isWithinADay ? Number(hour.format(from)) : 0)
    last = Math.max(last, isWithinADay ? Number(hour.format(to)) + 1 : 24)
  }
  return [first, last]
}

function bounds() {
  const [first, last] = hours()
  return { slotMinTime: `${first}:00`, slotMaxTime: `${last}:00` }
}

function minutes() {
  const [first, last] = hours()
  return 60 * (last - first)
}

function drawn() {
  const days = [...agenda().querySelectorAll('[data-closed]')].map(day => ({
    title: day.textContent, start: `${day.dataset.closed}T00:00:00`, end: `${day.dataset.closed}T23:59:59`,
    display: 'background', className: 'closed',
  }))
  return [...days, ...entries().map(entry => {
    const { id, kind, lane, provider, tag, hoursTag, starts, ends, left, held } = entry.dataset
    const edges = [...entry.querySelectorAll('[data-side]')].map(
      edge => ({ ...edge.dataset, lane, provider, hoursTag }))
    const words = ['what', 'with', 'state'].map(part => entry.querySelector(`[data-${part}]`)?.textContent)
    const isBehind = BEHIND.includes(kind)
    return {
      id: id ?? `${kind}-${lane}-${starts}`,
      title: kind === 'offered' ? '' : words.filter(Boolean).join(' · '),
      start: starts,
      end: ends,
      url: entry.querySelector('a[data-what]')?.getAttribute('href') ?? undefined,
      display: isBehind ? 'background' : 'block',
      className: `${kind} lane${lane}`,
      startEditable: tag !== undefined,
      extendedProps: { tag, edges, left: left === undefined ? undefined : Number(left), held: Number(held) },
    }
  })]
}
