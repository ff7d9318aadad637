//! Inputs of the speed benches: collections made from a fixed seed.

use std::fmt::Write;

/// A source of numbers: xorshift64*, seeded.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A source that always gives the same numbers for the same seed.
    pub const fn new(seed: u64) -> Random {
        Random(seed | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % bound
    }

    fn text(&mut self, letters: &[u8], len: usize) -> String {
        (0..len).map(|_| letters[self.below(letters.len())] as char).collect()
    }
}

const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const WORDS: [&str; 16] = [
    "order",
    "parcel",
    "status",
    "customer",
    "address",
    "street",
    "created",
    "weight",
    "carrier",
    "label",
    "returns",
    "city",
    "country",
    "amount",
    "currency",
    "reference",
];

/// A v2.1 collection of `requests` requests, about 2 kB each, of which every `every`th has a GitHub token in a header (0: none).
/// Gives the JSON and the number of tokens.
pub fn collection(requests: usize, every: usize) -> (String, usize) {
    let mut random = Random::new(42);
    let mut json = String::from(
        "{\n\t\"info\": {\n\t\t\"name\": \"Bench\",\n\t\t\"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"\n\t},\n\t\"item\": [",
    );
    let mut tokens = 0;
    for number in 0..requests {
        let planted = every > 0 && number % every == 0;
        tokens += usize::from(planted);
        let token = if planted { format!("gho_{}", random.text(BASE62, 36)) } else { "{{token}}".to_owned() };
        json += if number == 0 { "\n" } else { ",\n" };
        request(&mut json, &mut random, number, &token);
    }
    json += "\n\t]\n}\n";
    (json, tokens)
}

/// An environment of `variables` variables, of which one in fifty holds a random client secret that no rule knows by its format.
/// Gives the JSON and the number of secrets.
pub fn environment(variables: usize) -> (String, usize) {
    let mut random = Random::new(7);
    let mut json = String::from("{\n\t\"name\": \"Bench\",\n\t\"values\": [");
    let mut secrets = 0;
    for number in 0..variables {
        let (name, value) = if number % 50 == 0 {
            secrets += 1;
            (format!("client_secret_{number}"), random.text(BASE62, 32))
        } else {
            let (first, second) = (WORDS[random.below(16)], WORDS[random.below(16)]);
            (format!("{first}_{second}_{number}"), format!("{second} {}", random.below(1_000)))
        };
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            json,
            "{comma}\n\t\t{{\n\t\t\t\"key\": \"{name}\",\n\t\t\t\"value\": \"{value}\",\n\t\t\t\"enabled\": true\n\t\t}}"
        );
    }
    json += "\n\t],\n\t\"_postman_variable_scope\": \"environment\"\n}\n";
    (json, secrets)
}

fn request(json: &mut String, random: &mut Random, number: usize, token: &str) {
    let mut body = String::from("{");
    for field in 0..12 {
        let (name, value) = (WORDS[random.below(16)], WORDS[random.below(16)]);
        let _ = write!(
            body,
            "{}\\n  \\\"{name}{field}\\\": \\\"{value} {value}\\\"",
            if field > 0 { "," } else { "" }
        );
    }
    body += "\\n}";
    let script: Vec<String> = (0..6)
        .map(|_| {
            format!(
                "\t\t\t\t\t\t\t\"pm.test(\\\"{0} is there\\\", () => pm.expect(body.{0}).to.eql(1));\"",
                WORDS[random.below(16)]
            )
        })
        .collect();
    let (path, id) = (WORDS[random.below(16)], random.text(b"0123456789abcdef", 24));
    let _ = write!(
        json,
        "\t\t{{\n\t\t\t\"name\": \"Request {number}\",\n\t\t\t\"id\": \"{id}\",\n\t\t\t\"event\": [\n\t\t\t\t{{\n\t\t\t\t\t\"listen\": \"test\",\n\
         \t\t\t\t\t\"script\": {{\n\t\t\t\t\t\t\"exec\": [\n{}\n\t\t\t\t\t\t]\n\t\t\t\t\t}}\n\t\t\t\t}}\n\t\t\t],\n\
         \t\t\t\"request\": {{\n\t\t\t\t\"method\": \"POST\",\n\t\t\t\t\"header\": [\n\
         \t\t\t\t\t{{\n\t\t\t\t\t\t\"key\": \"Authorization\",\n\t\t\t\t\t\t\"value\": \"Bearer {token}\"\n\t\t\t\t\t}},\n\
         \t\t\t\t\t{{\n\t\t\t\t\t\t\"key\": \"Content-Type\",\n\t\t\t\t\t\t\"value\": \"application/json\"\n\t\t\t\t\t}}\n\t\t\t\t],\n\
         \t\t\t\t\"body\": {{\n\t\t\t\t\t\"mode\": \"raw\",\n\t\t\t\t\t\"raw\": \"{body}\"\n\t\t\t\t}},\n\
         \t\t\t\t\"url\": {{\n\t\t\t\t\t\"raw\": \"{{{{baseUrl}}}}/v1/{path}/:id?limit=10\",\n\t\t\t\t\t\"host\": [\"{{{{baseUrl}}}}\"],\n\
         \t\t\t\t\t\"path\": [\"v1\", \"{path}\", \":id\"],\n\t\t\t\t\t\"query\": [{{\"key\": \"limit\", \"value\": \"10\"}}]\n\t\t\t\t}},\n\
         \t\t\t\t\"description\": \"Creates the {path} of a customer. See the guide for what each field means.\"\n\t\t\t}}\n\t\t}}",
        script.join(",\n")
    );
}

/// The requests of a collection as version 3 keeps them, a YAML file each, of which every `every`th has a GitHub token in a header (0: none).
/// Gives paths with their texts, and the number of tokens.
pub fn tree(requests: usize, every: usize) -> (Vec<(String, String)>, usize) {
    let mut random = Random::new(42);
    let root = "postman/collections/Bench";
    let mut files =
        vec![(format!("{root}/.resources/definition.yaml"), "$kind: collection\nname: Bench\n".to_owned())];
    let mut tokens = 0;
    for number in 0..requests {
        let planted = every > 0 && number % every == 0;
        tokens += usize::from(planted);
        let token = if planted { format!("gho_{}", random.text(BASE62, 36)) } else { "{{token}}".to_owned() };
        files.push((
            format!("{root}/Request {number}.request.yaml"),
            yaml_request(&mut random, number, &token),
        ));
    }
    (files, tokens)
}

fn yaml_request(random: &mut Random, number: usize, token: &str) -> String {
    let path = WORDS[random.below(16)];
    let mut yaml = format!(
        "$kind: http-request\nname: Request {number}\ndescription: Creates the {path} of a customer. See the guide for what each field means.\n\
         url: '{{{{baseUrl}}}}/v1/{path}/:id?limit=10'\nmethod: POST\nheaders:\n  Authorization: 'Bearer {token}'\n  Content-Type: application/json\n\
         body:\n  type: json\n  content: |-\n    {{\n"
    );
    for field in 0..12 {
        let (name, value) = (WORDS[random.below(16)], WORDS[random.below(16)]);
        let _ = writeln!(
            yaml,
            "      \"{name}{field}\": \"{value} {value}\"{}",
            if field < 11 { "," } else { "" }
        );
    }
    yaml += "    }\nscripts:\n  - type: afterResponse\n    code: |-\n";
    for _ in 0..6 {
        let _ = writeln!(
            yaml,
            "      pm.test(\"{0} is there\", () => pm.expect(body.{0}).to.eql(1));",
            WORDS[random.below(16)]
        );
    }
    yaml
}
