//! Health data in bodies, examples and variables: values under the names of a medical record, and resources of HL7 FHIR that are about a patient. Counted,
//! by request and kind, and never shown.

use std::collections::HashMap;

use super::Check;
use super::data::{Tally, values};
use super::found::Found;
use super::view::{View, is_literal};
use crate::context::words;

/// A kind of health data, and the names that its values stand under, as they are without case and separators.
const KINDS: [(&str, &[&str]); 5] = [
    (
        "medical record number",
        &[
            "mrn",
            "patientid",
            "patientnumber",
            "patientno",
            "medicalrecordnumber",
            "medicalrecordno",
            "medicalrecordid",
            "healthrecordnumber",
        ],
    ),
    (
        "diagnosis",
        &[
            "diagnosis",
            "diagnoses",
            "diagnosiscode",
            "diagnosiscodes",
            "primarydiagnosis",
            "icd",
            "icdcode",
            "medicalcondition",
            "medicalconditions",
            "medicalhistory",
            "diagnose",
        ],
    ),
    (
        "treatment or medication",
        &[
            "medication",
            "medications",
            "prescription",
            "prescriptions",
            "prescriptionnumber",
            "dosage",
            "treatmentplan",
            "medicationname",
            "drugname",
            "vaccination",
            "vaccinations",
        ],
    ),
    (
        "clinical observation",
        &[
            "bloodtype",
            "bloodgroup",
            "bloodpressure",
            "allergies",
            "allergy",
            "hivstatus",
            "labresult",
            "labresults",
            "symptoms",
            "disability",
            "bloodglucose",
            "heartrate",
        ],
    ),
    (
        "health insurance number",
        &[
            "healthinsurancenumber",
            "healthinsuranceid",
            "insurancememberid",
            "medicarenumber",
            "medicareid",
            "medicaidnumber",
            "medicaidid",
            "healthcardnumber",
            "versichertennummer",
        ],
    ),
];

/// Resources of FHIR R5 that are about the health of one person.
const RESOURCES: [&[u8]; 12] = [
    b"Patient",
    b"Condition",
    b"AllergyIntolerance",
    b"MedicationRequest",
    b"MedicationStatement",
    b"MedicationAdministration",
    b"Immunization",
    b"DiagnosticReport",
    b"Procedure",
    b"Encounter",
    b"CarePlan",
    b"FamilyMemberHistory",
];

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    let mut tally = Tally::default();
    let mut names: HashMap<Vec<u8>, Option<&'static str>> = HashMap::new();
    values(view, &mut |node, name, value| {
        let Some(name) = name else { return };
        if name == b"resourceType" && RESOURCES.contains(&value.bytes) {
            return tally.add(view, node, "FHIR resource of a patient", value);
        }
        let kind = *names.entry(name.to_vec()).or_insert_with(|| kind(name));
        if let Some(kind) = kind.filter(|_| says_something(value.bytes, name)) {
            tally.add(view, node, kind, value);
        }
    });
    tally.tell(found, Check::HealthData);
}

/// What a name says of its value.
fn kind(name: &[u8]) -> Option<&'static str> {
    let words = words(name);
    // `patient_mrn`, `icd10`: the last words decide.
    let tail = |from: usize| words[from..].concat();
    let tails: Vec<String> = (words.len().saturating_sub(WORDS_MAX)..words.len()).map(tail).collect();
    let known = |(_, known): &&(&str, &[&str])| {
        tails.iter().any(|tail| known.contains(&tail.trim_end_matches(|c: char| c.is_ascii_digit())))
    };
    KINDS.iter().find(known).map(|(kind, _)| *kind)
}

/// Names of medical data have no more words.
const WORDS_MAX: usize = 4;

/// Whether a value is one of a person, rather than a switch, an empty list or the name of a type.
fn says_something(value: &[u8], name: &[u8]) -> bool {
    let plain = matches!(
        value,
        b"true" | b"false" | b"null" | b"0" | b"[]" | b"{}" | b"array" | b"object" | b"string" | b"integer"
    );
    value.len() >= 2 && !plain && is_literal(value, name)
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn names_of_a_medical_record() {
        for name in [
            "mrn",
            "patient_id",
            "PatientMRN",
            "medicalRecordNumber",
            "primary-diagnosis",
            "icd10",
            "bloodType",
            "healthInsuranceNumber",
        ] {
            assert!(kind(name.as_bytes()).is_some(), "{name}");
        }
        for name in ["id", "patientName2Id", "record", "type", "orderNumber", "observation", "pressure", ""] {
            assert!(kind(name.as_bytes()).is_none(), "{name}");
        }
    }
}
