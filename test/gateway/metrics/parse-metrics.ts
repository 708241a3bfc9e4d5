/** A reader of Prometheus' text format, written by its description and by nothing of ours: what it cannot read, it throws. */

export type Sample = { readonly name: string; readonly labels: { readonly [name: string]: string }; readonly value: number }
export type ParsedFamily = { readonly name: string; readonly type: string; readonly help: string; readonly samples: readonly Sample[] }

/** Families by name. Throws where a line is none of the format, or a sample stands outside its family. */
export function parseMetrics(text: string): ReadonlyMap<string, ParsedFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const families = new Map<string, ParsedFamily & { samples: Sample[] }>()
  let current: (ParsedFamily & { samples: Sample[]; type: string }) | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line) ?? []
    if (kind === 'HELP') {
      if (families.has(name)) throw new Error(`${name} is told twice`)
      current = { name, help: rest, type: '', samples: [] }
      families.set(name, current)
    } else if (kind === 'TYPE') {
      if (current?.name !== name || current.samples.length > 0) throw new Error(`the type of ${name} stands at a wrong place`)
      current.type = rest
    } else {
      const sample = parseSample(line)
      if (current === undefined || !belongs(sample.name, current)) throw new Error(`${line}: not of the family ${current?.name}`)
      current.samples.push(sample)
    }
  }
  return families
}

function belongs(name: string, family: ParsedFamily): boolean {
  const ends = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
  return ends.some((end) => name === family.name + end)
}

function parseSample(line: string): Sample {
  const [, name, inside = '', number] = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  if (name === undefined || number === undefined) throw new Error(`not a sample: ${line}`)
  const labels: { [name: string]: string } = {}
  let rest = inside
  while (rest !== '') {
    const [whole, label, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)",?/.exec(rest) ?? []
    if (whole === undefined || label === undefined || value === undefined) throw new Error(`not a label: ${rest}`)
    if (label in labels) throw new Error(`${label} stands twice in ${line}`)
    labels[label] = value.replace(/\\(.)/g, (_, mark: string) => (mark === 'n' ? '\n' : mark))
    rest = rest.slice(whole.length)
  }
  const value = number === '+Inf' ? Number.POSITIVE_INFINITY : number === '-Inf' ? Number.NEGATIVE_INFINITY : Number(number)
  if (Number.isNaN(value) && number !== 'NaN') throw new Error(`not a number: ${line}`)
  return { name, labels, value }
}

/** Throws unless the buckets of every histogram grow up to `+Inf`, which is the count. */
export function checkHistograms(families: ReadonlyMap<string, ParsedFamily>): void {
  for (const { name, type, samples } of families.values()) {
    if (type !== 'histogram') continue
    const groups = new Map<string, Sample[]>()
    for (const sample of samples) {
      const { le: _, ...labels } = sample.labels
      const key = JSON.stringify(labels)
      groups.set(key, [...(groups.get(key) ?? []), sample])
    }
    for (const [key, group] of groups) {
      const buckets = group.filter((each) => each.name === `${name}_bucket`)
      const bounds = buckets.map(({ labels }) => (labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)))
      const counts = buckets.map(({ value }) => value)
      const count = group.find((each) => each.name === `${name}_count`)?.value
      const ascends = (list: readonly number[]) => list.every((each, at) => at === 0 || each >= (list[at - 1] ?? 0))
      if (!ascends(bounds) || !ascends(counts) || bounds.at(-1) !== Number.POSITIVE_INFINITY || counts.at(-1) !== count)
        throw new Error(`the histogram ${name} ${key} is none: ${JSON.stringify([bounds, counts, count])}`)
      if (!group.some((each) => each.name === `${name}_sum`)) throw new Error(`the histogram ${name} ${key} has no sum`)
    }
  }
}
