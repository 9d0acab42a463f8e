/** A neighbour cannot be reached: that says nothing about the run, which waits and goes on. */
export class Unreachable extends Error {}
