/** What limits count, in three figures: everything that calls of one caller take of all its limits together. */
export class Amounts {
  requests: number
  tokens: number
  /** Integer, as all of them are. */
  nanoUsd: number

  constructor(requests = 0, tokens = 0, nanoUsd = 0) {
    this.requests = requests
    this.tokens = tokens
    this.nanoUsd = nanoUsd
  }

  get isNothing(): boolean {
    return this.requests <= 0 && this.tokens <= 0 && this.nanoUsd <= 0
  }

  copy(): Amounts {
    return new Amounts(this.requests, this.tokens, this.nanoUsd)
  }

  plus(other: Amounts): Amounts {
    return new Amounts(this.requests + other.requests, this.tokens + other.tokens, this.nanoUsd + other.nanoUsd)
  }

  minus(other: Amounts): Amounts {
    return new Amounts(this.requests - other.requests, this.tokens - other.tokens, this.nanoUsd - other.nanoUsd)
  }

  /** The smaller of each, and never less than nothing. */
  atMost(other: Amounts): Amounts {
    return new Amounts(
      Math.max(0, Math.min(this.requests, other.requests)),
      Math.max(0, Math.min(this.tokens, other.tokens)),
      Math.max(0, Math.min(this.nanoUsd, other.nanoUsd)),
    )
  }
}
