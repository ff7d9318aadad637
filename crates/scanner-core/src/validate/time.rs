//! Seconds since 1970 as a person writes them.

/// RFC 3339 in UTC: `2024-02-29T12:00:00Z`. `None` outside the years 1970 to 9999.
pub(super) fn rfc3339(seconds: i64) -> Option<String> {
    const YEAR_10000: i64 = 253_402_300_800;
    if !(0..YEAR_10000).contains(&seconds) {
        return None;
    }
    let (days, of_day) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// Year, month and day of a day since 1970-01-01. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`: years begin
/// in March, so that the leap day is their last.
const fn civil(days: i64) -> (i64, i64, i64) {
    /// Days of 400 years, after which the calendar repeats.
    const ERA: i64 = 146_097;
    let days = days + 719_468; // from 0000-03-01
    let (era, of_era) = (days / ERA, days % ERA);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + (month <= 2) as i64, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Day by day from 1970, as a calendar is turned.
    #[test]
    fn every_day_of_three_centuries() {
        let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..110_000 {
            assert_eq!(civil(days), (year, month, day));
            let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            day += 1;
            if day > lengths[month as usize - 1] {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn times() {
        assert_eq!(rfc3339(0).unwrap(), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_709_207_999).unwrap(), "2024-02-29T11:59:59Z");
        assert_eq!((rfc3339(-1), rfc3339(i64::MAX)), (None, None));
        assert_eq!(rfc3339(253_402_300_799).unwrap(), "9999-12-31T23:59:59Z");
    }
}
