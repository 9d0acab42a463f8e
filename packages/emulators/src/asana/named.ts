import type { Person, Project, Story, Task } from "./model.ts";
import type { World } from "./world.ts";

/** Whatever has a gid can be named by it. */
export interface HasGid {
  readonly gid: string;
}

/** What a test names has to be there: everything else is a mistake of the test. */
export class Named {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  person({ gid }: HasGid): Person {
    const person = this.#world.people.get(gid);
    if (!person) throw new Error(`no person ${gid}`);
    return person;
  }

  people(all: readonly HasGid[]): Person[] {
    return all.map((one) => this.person(one));
  }

  project({ gid }: HasGid): Project {
    const project = this.#world.projects.get(gid);
    if (!project) throw new Error(`no project ${gid}`);
    return project;
  }

  task({ gid }: HasGid): Task {
    const task = this.#world.tasks.get(gid);
    if (!task || task.deletedAt !== null) throw new Error(`no task ${gid}`);
    return task;
  }

  story({ gid }: HasGid): Story {
    const story = this.#world.stories.get(gid);
    if (!story || story.deletedAt !== null) throw new Error(`no story ${gid}`);
    return story;
  }

  /** Who wrote a story. */
  author(story: Story): Person {
    if (!story.createdBy) throw new Error(`nobody wrote story ${story.gid}`);
    return story.createdBy;
  }
}
