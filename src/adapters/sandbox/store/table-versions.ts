/** One entry a version of the table layout, run in order and never edited once released. */
export const tableVersions: readonly (readonly string[])[] = [
  [
    `create table documents (
       seq integer primary key autoincrement,
       kind text not null,
       id text not null,
       body text not null,
       modified_at integer not null,
       unique (kind, id)
     ) strict`,
    "create index documents_by_kind on documents (kind, seq)",
    `create table versions (
       kind text not null,
       id text not null,
       version integer not null,
       base_version integer,
       published_at integer,
       body text not null,
       modified_at integer not null,
       primary key (kind, id, version)
     ) strict`,
    `create table agent_tags (
       agent_id text not null,
       tag text not null,
       version integer,
       dynamic_variables text not null,
       assigned_at integer not null,
       primary key (agent_id, tag)
     ) strict`,
    "create table number_series (area_code integer primary key, taken integer not null) strict",
    `create table requests (
       seq integer primary key autoincrement,
       at integer not null,
       method text not null,
       path text not null,
       operation text not null,
       is_write integer not null,
       status integer,
       duration_ms integer not null,
       body_digest text,
       fault text
     ) strict`,
    `create table faults (
       seq integer primary key autoincrement,
       body text not null,
       seen integer not null default 0,
       fired integer not null default 0
     ) strict`,
  ],
  [
    "create table players (to_number text primary key, body text not null) strict",
    "create table player_attempts (to_number text primary key, attempts integer not null) strict",
  ],
];
