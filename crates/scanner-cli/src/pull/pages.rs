//! Lists that come in pages, in four styles: three places for the cursor of the next page, and positions.

use std::collections::HashSet;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::client::Client;
use super::error::ApiError;
use super::limiter::Class;

/// A list.
#[derive(Clone, Copy, Debug)]
pub struct List<'l> {
    /// Its address, with or without a query.
    pub path: &'l str,
    /// The member that holds the entries.
    pub member: &'l str,
    /// How it is limited.
    pub class: Class,
    /// How it is paged.
    pub style: Style,
}

/// How a list is paged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// All at once, or by a cursor in `meta.nextCursor`, `metadata.nextCursor` or `nextCursor`; at the end that is null, empty or not there.
    Cursor,
    /// By `offset` and `limit`, with so many entries a page.
    Offset(usize),
}

/// The cursor of the next page, if there is one.
fn next_cursor(page: &Value) -> Option<&str> {
    let places = ["/meta/nextCursor", "/metadata/nextCursor", "/nextCursor"];
    places.iter().find_map(|place| page.pointer(place)?.as_str()).filter(|cursor| !cursor.is_empty())
}

/// Reads a list to its end.
///
/// # Errors
/// If a page cannot be read, or the pages go round in a circle.
pub fn read(client: &Client, list: List<'_>) -> Result<Vec<Value>, ApiError> {
    let (all, end) = read_some(client, list);
    end.map(|()| all)
}

/// Reads a list as far as that goes, and says why it did not go on.
pub fn read_some(client: &Client, list: List<'_>) -> (Vec<Value>, Result<(), ApiError>) {
    let mut all = Vec::new();
    let get = |path: &str| client.get_json(path, list.class);
    let end = match list.style {
        Style::Cursor => by_cursor(list, &mut all, get),
        Style::Offset(limit) => by_offset(list, limit, &mut all, get),
    };
    (all, end)
}

type Page = Result<Value, ApiError>;

fn by_cursor(
    list: List<'_>,
    all: &mut Vec<Value>,
    mut get: impl FnMut(&str) -> Page,
) -> Result<(), ApiError> {
    let mut seen = HashSet::new();
    let mut path = list.path.to_owned();
    loop {
        let mut page = get(&path)?;
        all.append(&mut entries(&mut page, list.member));
        let Some(cursor) = next_cursor(&page) else { return Ok(()) };
        path = with(list.path, &format!("cursor={}", utf8_percent_encode(cursor, NON_ALPHANUMERIC)));
        if !seen.insert(cursor.to_owned()) {
            return Err(ApiError::EndlessList);
        }
    }
}

/// The total is not asked: it changes while one reads. A page that is not full is the last; so is one that has nothing new.
fn by_offset(
    list: List<'_>,
    limit: usize,
    all: &mut Vec<Value>,
    mut get: impl FnMut(&str) -> Page,
) -> Result<(), ApiError> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut offset = 0;
    loop {
        let mut page = get(&with(list.path, &format!("limit={limit}&offset={offset}")))?;
        let got = entries(&mut page, list.member);
        let full = got.len() >= limit;
        // Whoever pages by position sees an entry twice when one is added before it.
        let fresh: Vec<Value> = got.into_iter().filter(|entry| seen.insert(name_of(entry))).collect();
        let nothing_new = fresh.is_empty();
        all.extend(fresh);
        if full && nothing_new {
            return Err(ApiError::EndlessList);
        }
        if !full {
            return Ok(());
        }
        offset += limit;
    }
}

fn entries(page: &mut Value, member: &str) -> Vec<Value> {
    match page.get_mut(member).map(Value::take) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

fn name_of(entry: &Value) -> String {
    ["uid", "id"].iter().find_map(|name| entry.get(name)).map_or_else(|| entry.to_string(), Value::to_string)
}

fn with(path: &str, query: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{query}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn list(style: Style) -> List<'static> {
        List { path: "/x?limit=2", member: "data", class: Class::Fast, style }
    }

    #[test]
    fn cursors_stand_in_three_places_and_end_in_three_ways() {
        let pages = [
            json!({"data": [1, 2], "meta": {"nextCursor": "a="}}),
            json!({"data": [3], "metadata": {"nextCursor": "b"}}),
            json!({"data": [4], "nextCursor": "c"}),
            json!({"data": [5], "meta": {"nextCursor": ""}}),
        ];
        let (mut asked, mut all) = (Vec::new(), Vec::new());
        let end = by_cursor(list(Style::Cursor), &mut all, |path| {
            asked.push(path.to_owned());
            Ok(pages[asked.len() - 1].clone())
        });
        assert_eq!((end, all), (Ok(()), vec![json!(1), json!(2), json!(3), json!(4), json!(5)]));
        assert_eq!(asked[..2], ["/x?limit=2", "/x?limit=2&cursor=a%3D"]);
        for end in [json!({"data": []}), json!({"data": [], "meta": {"nextCursor": null}}), json!({})] {
            assert_eq!(by_cursor(list(Style::Cursor), &mut Vec::new(), |_| Ok(end.clone())), Ok(()));
        }
    }

    #[test]
    fn a_cursor_that_comes_again_ends_the_list() {
        let page = json!({"data": [1], "meta": {"nextCursor": "a"}});
        let mut all = Vec::new();
        let end = by_cursor(list(Style::Cursor), &mut all, |_| Ok(page.clone()));
        assert_eq!(end, Err(ApiError::EndlessList));
        assert!(all.contains(&json!(1)), "what was listed is kept");
    }

    #[test]
    fn positions_go_on_while_pages_are_full_whatever_the_total_says() {
        let pages = [
            json!({"data": [{"id": 1}, {"id": 2}], "meta": {"total": 2}}),
            json!({"data": [{"id": 2}, {"id": 3}], "meta": {"total": 9}}),
            json!({"data": [{"id": 4}]}),
        ];
        let (mut n, mut all) = (0, Vec::new());
        let end = by_offset(list(Style::Offset(2)), 2, &mut all, |_| {
            n += 1;
            Ok(pages[n - 1].clone())
        });
        let ids: Vec<_> = all.iter().map(|entry| entry["id"].clone()).collect();
        assert_eq!((end, ids), (Ok(()), vec![json!(1), json!(2), json!(3), json!(4)]));
        let same = by_offset(list(Style::Offset(2)), 2, &mut Vec::new(), |_| Ok(pages[0].clone()));
        assert_eq!(same, Err(ApiError::EndlessList));
    }
}
