// Signs the requests of this page with a development token of the role and shop that were picked.
;(() => {
  const settings = RURU_CONFIG // the page's own script declares it
  const examples = JSON.parse(document.getElementById('examples').textContent)
  const plainFetch = window.fetch.bind(window)
  const remembered = (name, otherwise) => localStorage.getItem(`picker:${name}`) ?? otherwise
  const wish = { role: remembered('role', 'specialist'), shop: remembered('shop', 'general') }
  let current // { token, subject, expiresAt } of the wish, or a promise of it

  settings.defaultQuery = examples[0]?.query
  const chosen = examples.find(({ id }) => id === decodeURIComponent(location.hash.slice(1)))
  if (chosen) {
    settings.initialQuery = chosen.query
    // The next reload shows what was edited since, not the example again.
    history.replaceState(null, '', location.pathname)
  }

  async function fetchToken() {
    const response = await plainFetch(`/dev/token?${new URLSearchParams(wish)}`)
    const answer = await response.json()
    if (!response.ok) throw new Error(answer.errors[0].message)
    return answer
  }

  async function token() {
    if (wish.role === '') return undefined
    const known = await current
    if (!known || Date.parse(known.expiresAt) - Date.now() < 60_000) current = fetchToken()
    try {
      return await current
    } catch (error) {
      current = undefined
      throw error
    }
  }

  async function show() {
    const state = document.getElementById('picker-state')
    document.getElementById('picker-shop').disabled = wish.role === ''
    try {
      state.textContent = (await token())?.subject ?? 'no token'
    } catch (error) {
      state.textContent = error.message
    }
  }

  window.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    // A header typed into the editor wins over the picker.
    if (
      url.origin !== location.origin ||
      url.pathname !== '/graphql' ||
      request.headers.has('authorization')
    ) {
      return plainFetch(request)
    }
    const signed = await token()
    if (signed) request.headers.set('authorization', `Bearer ${signed.token}`)
    return plainFetch(request, await withValues(request))
  }

  // An example runs as it is: the ids that it needs are looked up where the editor gives none.
  async function withValues(request) {
    if (request.method !== 'POST') return undefined
    const body = await request.clone().json()
    const values = examples.find(({ operation }) => operation === body.operationName)?.values ?? []
    const missing = values.filter(({ name }) => body.variables?.[name] === undefined)
    if (missing.length === 0) return undefined
    const found = await Promise.all(missing.map(async (each) => [each.name, await lookUp(each, request)]))
    return {
      body: JSON.stringify({ ...body, variables: { ...body.variables, ...Object.fromEntries(found) } }),
    }
  }

  async function lookUp({ query }, { headers }) {
    if (query === null) return crypto.randomUUID()
    const body = JSON.stringify({ query })
    const response = await plainFetch('/graphql', { method: 'POST', headers, body })
    return onlyValue((await response.json()).data)
  }

  const onlyValue = (data) =>
    data !== null && typeof data === 'object' ? onlyValue(Object.values(data)[0]) : data

  document.addEventListener('DOMContentLoaded', () => {
    for (const name of ['role', 'shop']) {
      const select = document.getElementById(`picker-${name}`)
      select.value = wish[name]
      select.addEventListener('change', () => {
        wish[name] = select.value
        localStorage.setItem(`picker:${name}`, select.value)
        current = undefined
        show()
      })
    }
    document.getElementById('picker-example').addEventListener('change', ({ target }) => {
      if (target.value === '') return
      location.hash = encodeURIComponent(target.value)
      location.reload()
    })
    document.getElementById('picker-copy').addEventListener('click', async () => {
      const signed = await token()
      if (signed) await navigator.clipboard.writeText(signed.token)
    })
    show()
  })
})()
