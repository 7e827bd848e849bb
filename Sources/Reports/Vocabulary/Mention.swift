import Domain
import Projections

/// A name of the office's own that the text of a measure or report mentions, and where.
public struct Mention: Sendable {
  /// What is named.
  enum Thing {
    /// A value of a field: a unit, a state, a step.
    case value(FactField, String)
    /// A field of a form, without values.
    case formField(String)
    /// A level of the trees of categories or units, from 1.
    case level(FactField, Int)
  }

  let thing: Thing
  let line: Int
  let column: Int
  let path: String

  /// The field whose values tell whether there is such a thing.
  public var field: FactField {
    switch thing {
    case .value(let field, _), .level(let field, _): field
    case .formField(let name): .form(name)
    }
  }

  /// Its value; `nil` where a field is named alone.
  public var value: String? { if case .value(_, let value) = thing { value } else { nil } }
}

/// Finds what a text mentions that is otherwise right: it has been read before, and its problems told.
struct MentionReader {
  private var reader: YAMLReader
  private var found: [Mention] = []

  /// In the order of a file of measures and reports.
  static func mentions(in file: String, called name: String) throws(ProcessError) -> [Mention] {
    var all: [Mention] = []
    for document in DefinitionDocuments(file).documents {
      let source = try YAMLSource.parse(document.padded, called: name)
      var mentions = MentionReader(reader: YAMLReader(source))
      mentions.read(source.root)
      all += mentions.found
    }
    return all
  }

  private mutating func read(_ root: Place) {
    for (key, place) in reader.entries(of: root) ?? [] {
      switch key {
      case "count", "where": conditions(place)
      case "sum", "min", "max": dimensions(place)
      case "given": for figure in reader.items(of: place) { conditions(figure) }
      case "tables":
        for table in reader.items(of: place) {
          for (key, place) in reader.entries(of: table) ?? [] {
            switch key {
            case "where": conditions(place)
            case "rows", "columns": dimensions(place)
            default: break
            }
          }
        }
      default: break
      }
    }
  }

  /// Of `{unit: depot, had: act:view, except: {state: new}}`; what is no field is a condition of another kind.
  private mutating func conditions(_ place: Place) {
    for (key, place) in reader.entries(of: place) ?? [] {
      switch key {
      case "except": conditions(place)
      case "had", "ever": values(place, of: .step)
      case "followed-by": values(place, of: .relation)
      default: if let field = FactField(key) { values(place, of: field) }
      }
    }
  }

  private mutating func values(_ place: Place, of field: FactField) {
    for item in reader.items(of: place) {
      guard let word = reader.written(item) else { continue }
      if word != "-" {
        note(.value(field, word), item)
      } else if case .form(let name) = field {
        note(.formField(name), item)
      }
    }
  }

  private mutating func dimensions(_ place: Place) {
    for item in reader.items(of: place) {
      guard let word = reader.written(item) else { continue }
      switch ReportDimension(word) {
      case .field(.form(let name)): note(.formField(name), item)
      case .level(let field, let level): note(.level(field, level), item)
      case .field, .bucket, .time, nil: break
      }
    }
  }

  private mutating func note(_ thing: Mention.Thing, _ place: Place) {
    let mark = reader.mark(of: place)
    found.append(Mention(thing: thing, line: mark.line, column: mark.column, path: place.path))
  }
}
