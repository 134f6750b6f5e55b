use super::*;

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const PERSON: &str = "att_0192f0c1e2a37b4c8d5e6f7081920a1b";

fn session(aud: Audience) -> Session {
    Session { aud, sub: PERSON.to_owned(), evt: Some("evt_1".to_owned()), ver: 2, iat: 1_000, exp: 2_000 }
}

fn read(token: &str, secret: &str, now: i64) -> std::result::Result<Session, &'static str> {
    Session::read(token, secret, Audience::Attendee, now).map_err(|e| e.code())
}

#[test]
fn a_session_comes_back_as_it_was_until_it_is_over() {
    install_hmac();
    let token = session(Audience::Attendee).sign(SECRET).unwrap();
    assert_eq!(read(&token, SECRET, 1_999_999), Ok(session(Audience::Attendee)));
    assert_eq!(read(&token, SECRET, 2_000_000), Err("session_expired"));
}

#[test]
fn a_session_of_others_or_of_another_sort_is_refused() {
    install_hmac();
    let token = session(Audience::Attendee).sign(SECRET).unwrap();
    assert_eq!(read(&token, &SECRET.to_uppercase(), 0), Err("unauthenticated"));
    assert_eq!(read("", SECRET, 0), Err("unauthenticated"));
    assert_eq!(read("a.b.c", SECRET, 0), Err("unauthenticated"));
    let organizer = session(Audience::Organizer).sign(SECRET).unwrap();
    assert_eq!(read(&organizer, SECRET, 0), Err("forbidden"));
}

#[test]
fn a_session_without_signature_or_with_other_claims_is_refused() {
    install_hmac();
    let token = session(Audience::Attendee).sign(SECRET).unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    assert_eq!(read(&format!("{none}.{}.", parts[1]), SECRET, 0), Err("unauthenticated"));
    let claims = serde_json::to_string(&Session { sub: "att_other".to_owned(), ..session(Audience::Attendee) }).unwrap();
    let forged = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims), parts[2]);
    assert_eq!(read(&forged, SECRET, 0), Err("unauthenticated"));
}

#[test]
fn a_link_is_read_from_its_secret_and_from_the_whole_address() {
    let secret = link_secret(SECRET, PERSON, 3).unwrap();
    let expected = Some((PERSON.to_owned(), 3));
    assert_eq!(read_link(SECRET, &secret).unwrap(), expected);
    assert_eq!(read_link(SECRET, &format!(" https://rooms.example.org/enter#{secret}\n")).unwrap(), expected);
}

#[test]
fn a_changed_link_is_nobodys() {
    let secret = link_secret(SECRET, PERSON, 3).unwrap();
    let other_version = secret.replacen(".3.", ".4.", 1);
    let other_person = secret.replacen("0a1b", "0a1c", 1);
    let cut = secret.get(..secret.len() - 1).unwrap().to_owned();
    for bad in [other_version, other_person, cut, format!("{secret}.x"), String::new(), "..".to_owned()] {
        assert_eq!(read_link(SECRET, &bad).unwrap(), None, "{bad}");
    }
    assert_eq!(read_link(&SECRET.to_uppercase(), &secret).unwrap(), None);
}

#[test]
fn cookies_and_bearers_are_found_where_they_are() {
    let mut headers = HeaderMap::new();
    headers.insert(COOKIE, HeaderValue::from_static("a=b; __Host-hallway-org=org; __Host-hallway=att; c"));
    assert_eq!(cookie(&headers, Audience::Attendee), Some("att"));
    assert_eq!(cookie(&headers, Audience::Organizer), Some("org"));
    assert_eq!(bearer(&headers).unwrap(), None);
    headers.insert(AUTHORIZATION, HeaderValue::from_static("bearer  token "));
    assert_eq!(bearer(&headers).unwrap(), Some("token"));
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Basic token"));
    assert!(bearer(&headers).is_err());
}

#[test]
fn a_session_cookie_is_a_host_cookie() {
    let cookie = set_cookie(Audience::Attendee, "v", 60).unwrap();
    assert_eq!(cookie.to_str().unwrap(), "__Host-hallway=v; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax");
}
