import ArgumentParser
import Reports

/// What of a report's figures is asked for: conditions, a comparison, a depth, the orders behind them.
struct FigureArguments: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only what has this value: category=water, channel=phone,web, unit=-, process!=urge.", valueName: "field=value"))
  var conditions: [String] = []
  @Option(
    help: ArgumentHelp("Beside another time: year, 52-weeks, previous, 2025-01-01..2025-02-01.", valueName: "time"),
    completion: .list(["year", "52-weeks", "previous"]), transform: Self.comparison)
  var compare: ReportComparison?
  @Option(help: "How much of the lines: summary, general, detailed.") var depth: ReportDepth?
  @Flag(help: "With the orders behind every figure, on sheets of their own.") var orders = false

  private static func comparison(typed: String) throws -> ReportComparison {
    guard let comparison = ReportComparison(typed) else {
      throw ValidationError(
        "write year, 52-weeks, previous, or a day and a later one that is not counted: 2025-01-01..2025-02-01")
    }
    return comparison
  }

  /// What a request takes.
  func options() throws(ReportError) -> ReportOptions {
    var options = ReportOptions()
    for condition in conditions { options.filters.append(try ReportFilter(condition)) }
    options.comparison = compare
    options.depth = depth
    options.hasDrill = orders
    return options
  }
}

extension ReportDepth: ExpressibleByArgument {}
