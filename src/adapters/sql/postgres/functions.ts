/**
 * The functions that the stores call by name in either engine (text-functions.ts, pages.ts), and those of the triggers.
 * Letters are compared by ICU's rules, whatever collation the database was created with.
 */
export function functions(): readonly string[] {
  // Computing this for all of Unicode takes a third of a second.
  const all = marks();
  return [...TEXT_FUNCTIONS.map((text) => text.replaceAll("MARKS", all)), ...OTHER_FUNCTIONS];
}

/** Unicode marks, such as accents, as ranges of a character class: PostgreSQL has no `\p{M}`. */
function marks(): string {
  const ranges: [number, number][] = [];
  for (let point = 0; point <= 0x10_ff_ff; point += 1) {
    if (!/\p{M}/u.test(String.fromCodePoint(point))) continue;
    const last = ranges.at(-1);
    if (last?.[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  return ranges.map((range) => range.map((point) => escaped(point)).join("-")).join("");
}

function escaped(point: number): string {
  return `\\U${point.toString(16).padStart(8, "0")}`;
}

const TEXT_FUNCTIONS: readonly string[] = [
  `create or replace function keyed_hash(input text, secret text) returns text language plpgsql immutable as $body$
declare
  key bytea := convert_to(secret, 'UTF8');
  inner_pad bytea;
  outer_pad bytea;
begin
  if input is null then return null; end if;
  if length(key) > 64 then key := sha256(key); end if;
  key := key || decode(repeat('00', 64 - length(key)), 'hex');
  inner_pad := key;
  outer_pad := key;
  for i in 0..63 loop
    inner_pad := set_byte(inner_pad, i, get_byte(key, i) # 54);
    outer_pad := set_byte(outer_pad, i, get_byte(key, i) # 92);
  end loop;
  return 'hmac-sha256:' || encode(sha256(outer_pad || sha256(inner_pad || convert_to(input, 'UTF8'))), 'hex');
end $body$;`,
  `
create or replace function matches_pattern(input text, pattern text) returns integer language sql immutable
set search_path = pg_catalog as $body$
  select case when (input collate "und-x-icu") ~* (
    replace(replace(replace(pattern, '\\p{L}', '[:alpha:]'), '\\p{N}', '[:digit:]'), '\\p{M}', '[MARKS]')
  ) then 1 else 0 end
$body$;`,
  `
create or replace function matches_pattern(input bigint, pattern text) returns integer language sql immutable as
$body$ select 0 $body$;`,
  `
create or replace function matches_pattern(input double precision, pattern text) returns integer language sql immutable as
$body$ select 0 $body$;`,
  `
create or replace function fold_text(input text) returns text language sql immutable as $body$
  select btrim(regexp_replace(replace(translate(
    lower(regexp_replace(normalize(input, NFD) collate "und-x-icu", '[MARKS]', '', 'g')),
    '’ʼ\`´', ''''''''''), 'œ', 'oe'), '[\\s\\u00a0\\u202f]+', ' ', 'g'))
$body$;`,
  `
create or replace function contains_text(input text, search text) returns integer language plpgsql immutable as $body$
declare
  folded text := fold_text(input);
  digits text := '';
begin
  if not exists (
    select 1 from unnest(string_to_array(fold_text(search), ' ')) as word where strpos(folded, word) = 0
  ) then return 1; end if;
  if btrim(search) ~ '^\\+?[0-9\\s().-]{4,}$' then
    digits := ltrim(regexp_replace(search, '[^0-9]', '', 'g'), '0');
  end if;
  return case when length(digits) >= 4 and strpos(folded, digits) > 0 then 1 else 0 end;
end $body$;`,
];

const OTHER_FUNCTIONS: readonly string[] = [
  `
create or replace function bump_clinic_revision() returns trigger language plpgsql as $body$
begin
  if tg_op <> 'INSERT' then
    insert into clinic_revisions (clinic_id, revision)
    values (to_jsonb(old) ->> tg_argv[0], floor(random() * 4503599627370496)::bigint)
    on conflict (clinic_id) do update set revision = excluded.revision;
  end if;
  if tg_op <> 'DELETE' then
    insert into clinic_revisions (clinic_id, revision)
    values (to_jsonb(new) ->> tg_argv[0], floor(random() * 4503599627370496)::bigint)
    on conflict (clinic_id) do update set revision = excluded.revision;
  end if;
  return null;
end $body$;`,
  `
create or replace function tell_settings_changed() returns trigger language plpgsql as $body$
begin
  perform pg_notify('ascendia_settings', '');
  return null;
end $body$;`,
];
