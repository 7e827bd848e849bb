/// In which order a column writes day, month and year, where the digits alone do not tell.
///
/// A year of four digits in front needs no order: `2024-03-01` has one reading.
public enum DateOrder: String, Sendable, Hashable, CaseIterable {
  /// `01/03/2024`, `1.3.24`.
  case dayFirst = "dmy"
  /// `03/01/2024`, `3/1/24`.
  case monthFirst = "mdy"
  /// `24-03-01`: a year of two digits in front.
  case yearFirst = "ymd"
}
