import { canSeeTask } from "./access.ts";
import type { Deeds } from "./deeds.ts";
import type { AsanaEvent, EventLog } from "./events.ts";
import type { Approval, Person, Project, Story } from "./model.ts";
import { type HasGid, Named } from "./named.ts";
import { COMMENT_TAGS, NOTES_TAGS, type RichNode, readRich } from "./rich/rich.ts";
import { type AsanaPerson, type PersonOptions, Staff } from "./staff.ts";
import type { World } from "./world.ts";

/** A plain text, or rich text as `html_text` takes it. */
export type AsanaContent = string | { readonly html: string };

/** Something happened, and what becomes of it. */
export interface AsanaTold {
  /** How many events it made. */
  readonly events: number;
  /**
   * Resolves once every webhook that hears of it has accepted all of it; rejects when one never
   * will, and when none hears of it.
   */
  readonly delivered: Promise<void>;
}

export type AsanaMade = AsanaTold & HasGid;

export interface ProjectOptions {
  readonly name: string;
  /** For its members only. The first member, or the bot, owns it. */
  readonly isPrivate?: boolean;
  readonly members?: readonly HasGid[];
  readonly gid?: string;
}

export interface TaskOptions {
  readonly name: string;
  readonly notes?: AsanaContent;
  readonly projects?: readonly HasGid[];
  readonly parent?: HasGid;
  readonly assignee?: HasGid;
  readonly followers?: readonly HasGid[];
  /** A task of the subtype `approval`. */
  readonly isApproval?: boolean;
  readonly gid?: string;
}

/**
 * Everything that people do in Asana. What they could not do, and what names something that is not
 * there, is a mistake of the test and throws.
 */
export abstract class AsanaScene {
  protected readonly world: World;
  readonly #deeds: Deeds;
  readonly #log: EventLog;
  readonly #staff: Staff;
  readonly #named: Named;

  constructor(world: World, deeds: Deeds, log: EventLog) {
    this.world = world;
    this.#deeds = deeds;
    this.#log = log;
    this.#staff = new Staff(world);
    this.#named = new Named(world);
  }

  /** The bot itself. */
  abstract get bot(): AsanaPerson;

  /** Somebody in the workspace: a member unless told otherwise. */
  person(options: PersonOptions): AsanaPerson {
    return this.#staff.add({ isApp: false, ...options });
  }

  /** Another program with a token of its own: `source: "api"`, and no mark of a bot. */
  integration(options: PersonOptions & { readonly token: string }): AsanaPerson {
    return this.#staff.add({ isApp: true, ...options });
  }

  /** He leaves the workspace: 401 for his token, and he sees nothing any more. */
  leave(person: HasGid): void {
    this.#named.person(person).active = false;
  }

  /** 401 for this token from now on. */
  revokeToken(token: string): void {
    this.world.tokens.delete(token);
  }

  /** A project that every member of the workspace sees, unless it is private. */
  project({ name, isPrivate = false, members = [], gid }: ProjectOptions): HasGid & {
    readonly name: string;
  } {
    const people = this.#named.people(members);
    const project: Project = {
      gid: gid ?? this.world.newGid(),
      name,
      owner: people[0] ?? this.#named.person(this.bot),
      isPrivate,
      members: new Set(people),
      section: { gid: this.world.newGid(), name: "Untitled section" },
      createdAt: this.world.now(),
    };
    this.world.projects.set(project.gid, project);
    return { gid: project.gid, name };
  }

  /**
   * A task, in several projects if there are several.
   *
   * @example
   * const task = asana.createTask(tess, { name: "Launch", projects: [website] });
   * await asana.ask(task, tess, "what is missing?").delivered;
   */
  createTask(by: HasGid, options: TaskOptions): AsanaMade {
    const { name, notes, parent, assignee, isApproval = false, gid } = options;
    const person = this.#named.person(by);
    return this.#made(() =>
      this.#deeds.createTask(person, {
        name,
        notes: notes === undefined ? [] : this.#content(notes, person, NOTES_TAGS),
        projects: (options.projects ?? []).map((one) => this.#named.project(one)),
        followers: this.#named.people(options.followers ?? []),
        parent: parent ? this.#named.task(parent) : null,
        assignee: assignee ? this.#named.person(assignee) : null,
        subtype: isApproval ? "approval" : "default_task",
        ...(gid === undefined ? {} : { gid }),
      }),
    );
  }

  /** How somebody, a task or a project is mentioned in rich text. */
  mention({ gid }: HasGid): string {
    return `<a data-asana-gid="${gid}"/>`;
  }

  /** A comment. Plain text mentions nobody, whatever it says. */
  comment(
    task: HasGid,
    by: HasGid,
    content: AsanaContent,
    options: { readonly source?: Story["source"] } = {},
  ): AsanaMade {
    const person = this.#seer(task, by);
    const nodes = this.#content(content, person, COMMENT_TAGS);
    return this.#made(() =>
      this.#deeds.comment(this.#named.task(task), person, nodes, options.source),
    );
  }

  /** A comment that begins with a mention of the bot. */
  ask(task: HasGid, by: HasGid, text: string): AsanaMade {
    const person = this.#seer(task, by);
    const nodes = [...this.#content({ html: `<body>${this.mention(this.bot)} </body>` }, person)];
    return this.#made(() => this.#deeds.comment(this.#named.task(task), person, [...nodes, text]));
  }

  /** Whoever wrote a comment corrects it. */
  editComment(story: HasGid, content: AsanaContent): AsanaTold {
    const found = this.#named.story(story);
    const author = this.#named.author(found);
    const nodes = this.#content(content, author);
    return this.#told(() => this.#deeds.editComment(found, author, nodes));
  }

  /** Its author, or somebody with the right to, deletes a comment. */
  deleteComment(story: HasGid, by?: HasGid): AsanaTold {
    const found = this.#named.story(story);
    const person = by ? this.#named.person(by) : this.#named.author(found);
    return this.#told(() => this.#deeds.deleteStory(found, person));
  }

  like(story: HasGid, by: HasGid): void {
    const found = this.#named.story(story);
    found.likes.add(this.#named.person(by));
    this.world.changed({ kind: "like", task_gid: found.task.gid, story_gid: story.gid });
  }

  /** Null: to nobody. */
  assign(task: HasGid, by: HasGid, assignee: HasGid | null): AsanaTold {
    const person = assignee && this.#named.person(assignee);
    return this.#told(() =>
      this.#deeds.assign(this.#named.task(task), this.#named.person(by), person),
    );
  }

  complete(task: HasGid, by: HasGid, isDone = true): AsanaTold {
    return this.#told(() =>
      this.#deeds.complete(this.#named.task(task), this.#named.person(by), isDone),
    );
  }

  /** Of an approval. */
  decide(task: HasGid, by: HasGid, approval: Approval): AsanaTold {
    const found = this.#named.task(task);
    if (found.approval === null) throw new Error(`task ${task.gid} is no approval`);
    return this.#told(() => this.#deeds.decide(found, this.#named.person(by), approval));
  }

  rename(task: HasGid, by: HasGid, name: string): AsanaTold {
    return this.#told(() =>
      this.#deeds.rename(this.#named.task(task), this.#named.person(by), name),
    );
  }

  /** Another description. */
  describe(task: HasGid, by: HasGid, notes: AsanaContent): AsanaTold {
    const person = this.#named.person(by);
    const nodes = this.#content(notes, person, NOTES_TAGS);
    return this.#told(() => this.#deeds.describe(this.#named.task(task), person, nodes));
  }

  follow(task: HasGid, by: HasGid, ...people: HasGid[]): AsanaTold {
    const found = this.#named.people(people);
    return this.#told(() =>
      this.#deeds.follow(this.#named.task(task), this.#named.person(by), found),
    );
  }

  addToProject(task: HasGid, by: HasGid, project: HasGid): AsanaTold {
    const found = this.#named.project(project);
    return this.#told(() =>
      this.#deeds.addToProject(this.#named.task(task), this.#named.person(by), found),
    );
  }

  removeFromProject(task: HasGid, by: HasGid, project: HasGid): AsanaTold {
    const [one, home] = [this.#named.task(task), this.#named.project(project)];
    if (!one.projects.includes(home)) throw new Error(`task ${task.gid} is not in ${home.name}`);
    return this.#told(() => this.#deeds.removeFromProject(one, this.#named.person(by), home));
  }

  attach(task: HasGid, by: HasGid, name: string, bytes: Uint8Array | string): AsanaMade {
    const file = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    return this.#made(() =>
      this.#deeds.attach(this.#named.task(task), this.#named.person(by), name, file),
    );
  }

  /** From now on only these people see the task, whatever project it is in. Nobody is told. */
  makePrivate(task: HasGid, ...keep: HasGid[]): void {
    const found = this.#named.task(task);
    const people = new Set(this.#named.people(keep));
    found.isPrivate = true;
    found.followers.clear();
    for (const person of people) found.followers.add(person);
    if (found.assignee && !people.has(found.assignee)) found.assignee = null;
    this.world.changed({ kind: "task", task_gid: task.gid });
  }

  deleteTask(task: HasGid, by: HasGid): AsanaTold {
    return this.#told(() => this.#deeds.deleteTask(this.#named.task(task), this.#named.person(by)));
  }

  /** An event that this server does not make itself, to whoever hears of the task. */
  strange(task: HasGid, event: AsanaEvent): AsanaTold {
    return this.#told(() => this.#log.tell(event, this.#named.task(task)));
  }

  #made<Made extends HasGid>(deed: () => Made): AsanaMade {
    let made: Made | undefined;
    const told = this.#told(() => {
      made = deed();
    });
    return { gid: made?.gid ?? "", ...told };
  }

  #told(deed: () => void): AsanaTold {
    const before = this.#log.happenings.length;
    deed();
    const made = this.#log.happenings.slice(before);
    const deliveries = made.flatMap((one) => one.deliveries);
    const delivered =
      deliveries.length === 0
        ? Promise.reject(new Error("no webhook hears of this"))
        : Promise.all(deliveries).then(() => {});
    // Nobody has to ask.
    delivered.catch(() => {});
    return { events: made.length, delivered };
  }

  #content(content: AsanaContent, author: Person, tags = COMMENT_TAGS): readonly RichNode[] {
    if (typeof content === "string") return content === "" ? [] : [content];
    const resolve = this.world.resolver(author);
    return readRich(content.html, tags, (gid) => resolve(gid) !== null);
  }

  #seer(task: HasGid, by: HasGid): Person {
    const person = this.#named.person(by);
    if (!canSeeTask(this.#named.task(task), person)) {
      throw new Error(`${person.name} does not see task ${task.gid}`);
    }
    return person;
  }
}
