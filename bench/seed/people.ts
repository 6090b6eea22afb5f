// Invented people and departments.

import { pick } from '../asn-ranges';

const given = [
  ...['Minjun', 'Seoyeon', 'Jihoon', 'Haeun', 'Dohyun', 'Jiwoo', 'Yuna', 'Taeyang', 'Sora', 'Junseo'],
  ...['Alice', 'Ben', 'Clara', 'David', 'Elena', 'Felix', 'Grace', 'Henrik', 'Ines', 'Jonas', 'Karin'],
  ...['Lukas', 'Maria', 'Nadia', 'Oscar', 'Petra', 'Quentin', 'Rosa', 'Samir', 'Tomas', 'Ulrike', 'Viktor'],
];
const family = [
  ...['Kim', 'Lee', 'Park', 'Choi', 'Jung', 'Kang', 'Cho', 'Yoon', 'Jang', 'Lim', 'Han', 'Oh', 'Seo', 'Shin'],
  ...[
    'Smith',
    'Weber',
    'Novak',
    'Rossi',
    'Silva',
    'Dubois',
    'Larsen',
    'Kowalski',
    'Santos',
    'Berg',
    'Moreau',
  ],
];
const korean = [
  '김서준',
  '이하은',
  '박도윤',
  '최지우',
  '정예준',
  '강수아',
  '조은우',
  '윤지아',
  '장시우',
  '임채원',
];
const areas = [
  'Finance',
  'Sales',
  'Research',
  'Operations',
  'Legal',
  'Logistics',
  'People',
  '영업',
  '재무',
  '연구',
];
const places = ['', ' Seoul', ' Busan', ' Berlin', ' Lisbon'];

export const departments = areas.flatMap((area) => places.map((place) => area + place));

export type Person = { email: string; name: string; department: string };

export function inventPerson(id: number, random: () => number): Person {
  const first = pick(given, random);
  const last = pick(family, random);
  const name = random() < 0.1 ? pick(korean, random) : `${first} ${last}`;
  return {
    email: `${first}.${last}.${id}@example.com`.toLowerCase(),
    name,
    department: random() < 0.03 ? '' : pick(departments, random),
  };
}
