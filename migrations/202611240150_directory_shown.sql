-- What other rooms' pages may know of lines, and ask of identifiers. Only who owns them may use them: the functions of
-- the portal's schema do, with the owner's rights. Nothing here names a person.
create view directory.shown_line as
  select id as line_id, locale, time_zone, brand, class from directory.line;

-- The line an identifier meant and the tenure it had at an instant, as `assign` answers it for the batch: no row when the
-- identifier is no line's, or nobody had the line.
create function directory.line_of(access_kind text, access_value text, at timestamptz)
  returns table (line_id bigint, tenure_id bigint)
  language sql stable parallel safe rows 1 set search_path = ''
as $$
  select t.line_id, t.id
    from (
      select a.line_id from directory.access a
       where a.kind = access_kind and a.value = access_value and a.valid_from <= at and (a.valid_to is null or at < a.valid_to)
       order by a.valid_from desc limit 1
    ) a
   cross join lateral (
      select t.id, t.line_id from directory.tenure t
       where t.line_id = a.line_id and t.valid_from <= at and (t.valid_to is null or at < t.valid_to)
       order by t.valid_from desc limit 1
    ) t
$$;
revoke all on function directory.line_of(text, text, timestamptz) from public;
