/** How something has to be written in a setting. */
export interface Shape {
  readonly fits: RegExp;
  /** For whom it does not fit; goes on after "must be". */
  readonly like: string;
}

/**
 * How settings name what a platform knows by an id. Pure, and without imports: it is read before anything
 * is built.
 */
export interface Spelling {
  /** People, other bots, and whoever else may ask. */
  readonly person: Shape;
  /** Places of the door, lower case; one that ends in `*` is only a beginning and need not fit. */
  readonly place?: Shape;
}
