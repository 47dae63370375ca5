/* global document, location, fetch, crypto, CSSStyleSheet */
/**
 * A form for a rating and a text, for any web page. It sets no cookie, keeps nothing, loads nothing else.
 *
 * <script src="https://earshot.example/v1/feedback/snippet.js" data-key="KEY" defer></script>
 *
 * It stands where the script stands, or in the element that `data-into` selects. `data-step` says which step of the
 * journey the page is; `data-texts` replaces the words below, as JSON.
 */
;(() => {
  const script = document.currentScript
  const { key = '', step, into, texts = '{}' } = script.dataset
  const words = {
    title: 'How was it?',
    scale: '1 is bad, 5 is good',
    text: 'What should we know?',
    note: 'Please give no names, numbers or passwords.',
    send: 'Send',
    sending: 'Sending…',
    thanks: 'Thank you. We have got it.',
    empty: 'Please choose a number or write something.',
    later: 'Too many answers came from here. Please try again in a minute.',
    failed: 'That did not work. Please try again.',
    ...JSON.parse(texts),
  }
  const style = `
    :host { display: block; max-width: 32rem; font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1f }
    form { display: grid; gap: 0.75rem; padding: 1rem; background: #fff; border: 1px solid #767680; border-radius: 0.5rem }
    fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: 0.5rem 1rem; flex-wrap: wrap }
    legend { padding: 0; font-weight: 600 }
    label { display: inline-flex; gap: 0.25rem; align-items: center; min-height: 2rem }
    label.text { display: grid; font-weight: 600; align-items: start }
    textarea { font: inherit; color: inherit; background: #fff; min-height: 5rem; padding: 0.5rem; border: 1px solid #767680 }
    small { color: #4a4a52 }
    button { font: inherit; justify-self: start; padding: 0.5rem 1rem; border: 0; border-radius: 0.25rem; color: #fff; background: #1a4f9c }
    button[aria-disabled=true] { background: #5a5a66 }
    :focus-visible { outline: 3px solid #1a4f9c; outline-offset: 2px }
    p { margin: 0; min-height: 1.5rem }`

  const make = (tag, props = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), props)
    element.append(...children)
    return element
  }

  // `randomUUID` is for pages that are served over TLS alone.
  const newId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    )

  const text = make('textarea', { name: 'text', maxLength: 20000 })
  const ratings = [1, 2, 3, 4, 5].map((value) => make('input', { type: 'radio', name: 'rating', value }))
  const button = make('button', { type: 'submit', textContent: words.send })
  const status = make('p', { role: 'status' })
  const form = make(
    'form',
    { noValidate: true },
    make(
      'fieldset',
      {},
      make('legend', {}, words.title, ' ', make('small', {}, words.scale)),
      ...ratings.map((input) => make('label', {}, input, input.value)),
    ),
    make('label', { className: 'text' }, words.text, text),
    make('small', {}, words.note),
    button,
    status,
  )
  // One id for one answer, however often it is sent: after a failure nothing counts twice.
  let id = newId()
  let busy = false

  const tell = (message, isBusy = false) => {
    status.textContent = message
    busy = isBusy
    button.setAttribute('aria-disabled', isBusy)
  }

  const send = async () => {
    const rating = ratings.find((input) => input.checked)?.value
    const said = text.value.trim()
    if (rating === undefined && said === '') return tell(words.empty)
    tell(words.sending, true)
    const answer = await fetch(new URL('site', script.src), {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        key,
        id,
        ...(rating === undefined ? {} : { rating: Number(rating) }),
        ...(said === '' ? {} : { text: said }),
        page: location.pathname,
        step,
        language: document.documentElement.lang || undefined,
      }),
    })
    if (!answer.ok) return tell(answer.status === 429 ? words.later : words.failed)
    form.reset()
    id = newId()
    tell(words.thanks)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!busy) send().catch(() => tell(words.failed))
  })

  const host = make('div')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  const root = host.attachShadow({ mode: 'open' })
  // A sheet that is adopted needs no exception in the page's policy for styles.
  root.adoptedStyleSheets = [sheet]
  root.append(form)
  const place = into && document.querySelector(into)
  if (place) place.append(host)
  else script.after(host)
})()
