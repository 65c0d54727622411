//! A device that keeps a passkey, as the W3C's Web Authentication describes one: it makes a key for a site, and signs
//! what it is asked for with it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Present, and verified by a finger.
const VERIFIED: u8 = 0b0000_0101;
/// Only present.
const PRESENT: u8 = 0b0000_0001;
/// With the data of a new key.
const WITH_KEY: u8 = 0b0100_0000;

/// A device with one passkey.
#[derive(Clone)]
pub struct Device {
    key: SigningKey,
    id: Vec<u8>,
    owner: Vec<u8>,
    pub counter: u32,
    pub verifies: bool,
}

impl Device {
    /// A device, told apart by a number.
    pub fn new(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: vec![number; 16],
            owner: Vec::new(),
            counter: 0,
            verifies: true,
        }
    }

    fn data(&mut self, site: &str, more: u8) -> Vec<u8> {
        self.counter += 1;
        let mut data = Sha256::digest(site).to_vec();
        data.push(if self.verifies { VERIFIED } else { PRESENT } | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn told(kind: &str, challenge: &Value, origin: &str) -> Vec<u8> {
        let told = json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false });
        told.to_string().into_bytes()
    }

    /// Makes a key, as the server asks.
    pub fn creates(&mut self, asked: &Value, origin: &str) -> String {
        let options = &asked["publicKey"];
        self.owner = BASE64.decode(options["user"]["id"].as_str().unwrap()).unwrap();
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), WITH_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        let point = self.key.verifying_key().to_sec1_point(false);
        // COSE: an elliptic key (1: 2) for ES256 (3: -7) on P-256 (-1: 1), then its two numbers.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let told = Self::told("webauthn.create", &options["challenge"], origin);
        self.credential(json!({
            "attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(told),
        }))
    }

    /// Signs what the server asks.
    pub fn signs(&mut self, asked: &Value, origin: &str) -> String {
        let options = &asked["publicKey"];
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let told = Self::told("webauthn.get", &options["challenge"], origin);
        let signed = [data.clone(), Sha256::digest(&told).to_vec()].concat();
        let signature: Signature = self.key.sign(&signed);
        self.credential(json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(told),
            "signature": BASE64.encode(signature.to_der()),
            "userHandle": BASE64.encode(&self.owner),
        }))
    }

    fn credential(&self, response: Value) -> String {
        let id = BASE64.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }
}
