import { expect, it } from 'vitest';
import { createPeopleStore } from '../../../../main/catalogue/people-store.ts';
import { systemChance as chance } from '../../../../main/support/chance.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();

it('beyond a thousand people, the least recently seen are deleted, in memory and on disk', () => {
  const { db, seal } = openStorage();
  const clock = manualClock();
  const people = createPeopleStore({ db, seal, chance, clock });
  const person = (number: number) => ({
    email: `p${number}@example.org`,
    fullName: `Person ${number}`,
    site: null,
  });
  people.remember([person(0)]);
  clock.advance(1000);
  people.remember(Array.from({ length: 1000 }, (_, index) => person(index + 1)));
  for (const store of [people, createPeopleStore({ db, seal, chance, clock })]) {
    expect(store.find(['p0@'])).toEqual([]);
    expect(store.find(['p1000@'])).toEqual([person(1000)]);
  }
});
