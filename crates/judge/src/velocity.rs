//! J6f: does the link between provider and customer weaken from quarter to quarter?

/// The verdict over quarters with any contact before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VelocityVerdict {
    /// Quarters judged (four or more).
    pub quarters: u32,
    /// Theil-Sen slope of link strength per quarter.
    pub slope: f64,
    /// Kendall's S.
    pub kendall_s: i64,
    /// A sign of decline.
    pub sign: bool,
}
