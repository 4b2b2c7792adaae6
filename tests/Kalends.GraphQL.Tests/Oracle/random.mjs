/** A small seeded generator (mulberry32): the same seed gives the same schemas and documents on every machine. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** An integer from 0 up to, not including, the limit. */
  below(limit) {
    return this.next() % limit;
  }

  /** An integer of the range, both ends included. */
  between(least, most) {
    return least + this.below(most - least + 1);
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  pick(items) {
    return items[this.below(items.length)];
  }

  some(items, percent) {
    return items.filter(() => this.chance(percent));
  }
}
