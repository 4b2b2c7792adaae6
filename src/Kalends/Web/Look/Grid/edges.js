// Gives open time that follows working hours a start and an end to pull, which change the hours of that day. The grid
// itself stretches nothing that lies behind other things.
const MINUTE = 60_000

// Adds the edges to a part of the open time that is drawn.
export function addEdges({ event, el, isStart, isEnd }, grid) {
  for (const edge of event.extendedProps.edges ?? [])
    if (edge.side === 'start' ? isStart : isEnd) el.append(handle(edge, el, grid))
}

// What is pulled would be lost if the grid were drawn again.
export const isPulled = () => document.querySelector('.edge[data-to]') !== null

function handle(edge, el, grid) {
  const pulled = document.createElement('div')
  pulled.className = `edge ${edge.side}`
  pulled.style.setProperty('--place', edge.lane)
  // The grid takes what begins here for a click into the open time, and the browser for a selection of text.
  for (const begin of ['mousedown', 'touchstart'])
    pulled.addEventListener(begin, begun => {
      begun.stopPropagation()
      begun.preventDefault()
    })

  let pull
  pulled.addEventListener('pointerdown', ({ button, isPrimary, pointerId, pageY }) => {
    if (button !== 0 || !isPrimary) return
    pulled.setPointerCapture(pointerId)
    pull = { from: pageY, bounds: boundsOf(el), pixels: el.closest('[data-date]').offsetHeight / grid.minutes() }
    show(edge.at)
  })
  pulled.addEventListener('pointermove', ({ pageY }) => {
    if (pull) show(nearest(edge, (pageY - pull.from) / pull.pixels))
  })
  pulled.addEventListener('pointerup', () => {
    if (!pull || pulled.dataset.to === edge.at) return
    pull = undefined
    grid.send('stretch', {
      provider_id: edge.provider, if_match: edge.hoursTag, edge: edge.side, was_at: edge.at, at: pulled.dataset.to,
    })
  })
  // It was let go where it had been, or was taken out of the hand.
  pulled.addEventListener('lostpointercapture', () => {
    if (!pull) return
    show(edge.at)
    pull = undefined
    delete pulled.dataset.to
  })
  return pulled

  function show(at) {
    const { top, height } = pull.bounds
    const moved = (Date.parse(at) - Date.parse(edge.at)) / MINUTE * pull.pixels
    const { style } = el.parentElement
    style.top = `${edge.side === 'start' ? top + moved : top}px`
    style.height = `${edge.side === 'start' ? height - moved : height + moved}px`
    pulled.dataset.to = at
    pulled.dataset.time = grid.time(at)
  }
}

const boundsOf = ({ parentElement: { offsetTop: top, offsetHeight: height } }) => ({ top, height })

// The place to which an edge may move that is nearest to so many minutes away.
function nearest(edge, minutes) {
  const step = Number(edge.step) * MINUTE
  const steps = to => (Date.parse(to) - Date.parse(edge.at)) / step
  const wanted = Math.max(Math.ceil(steps(edge.earliest)), Math.round(minutes * MINUTE / step))
  const taken = Math.min(Math.floor(steps(edge.latest)), wanted)
  return taken === 0 ? edge.at : new Date(Date.parse(edge.at) + taken * step).toISOString()
}
