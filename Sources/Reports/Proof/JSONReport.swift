import Spreadsheets

/// A report as JSON: `{…, "tables": {"by-unit": [{"unit": "A", "open": 3}]}, "proof": {…}}`.
struct JSONReport: Decodable {
  let tables: [String: [[String: Scalar]]]
  let proof: [String: String]?

  /// A value of a cell.
  enum Scalar: Decodable {
    case none
    case text(String)
    case number(Double)
    case boolean(Bool)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .none
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let boolean = try? container.decode(Bool.self) {
        self = .boolean(boolean)
      } else {
        self = .number(try container.decode(Double.self))
      }
    }

    var cell: Cell {
      switch self {
      case .none: .empty
      case .text(let text): text.isEmpty ? .empty : .text(text)
      case .number(let number): .number(number, format: nil)
      case .boolean(let value): .boolean(value)
      }
    }
  }

  /// The rows in their order, the columns by name.
  static func rows(_ objects: [[String: Scalar]]) -> [ReportFile.Row] {
    objects.enumerated().map { index, object in
      ReportFile.Row(
        number: index + 1,
        cells: object.sorted { $0.key < $1.key }.compactMap { key, value in
          value.cell == .empty ? nil : (column: key, cell: value.cell)
        })
    }
  }
}
