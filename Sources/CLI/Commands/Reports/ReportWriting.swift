import ArgumentParser
import BackOffice
import Foundation
import Postgres
import Reports

/// Reports written to files, each format as `report run` writes it: for what makes them again or by itself.
enum ReportWriting {
  /// - Parameter console: what a listing speaks through.
  static func writer(_ console: Console) -> ReportWriter {
    var silent = console
    silent.isSilent = true
    let quiet = silent
    return { request, sheet, format, path, connection in
      switch format {
      case .xlsx: return try await request.write(to: path, only: sheet, on: connection)
      case .json:
        return try await request.run(only: sheet, on: connection) {
          ReportDocument(try ResultSink(path: path), request)
        }.summary
      case .csv:
        let asked = try OutputOptions.parse(["--format", "csv", "--output", path])
        return try await request.run(only: sheet ?? request.definition.sheets.first?.key, on: connection) {
          ReportListing(asked, quiet, isForPeople: false)
        }.summary
      case .html:
        let (summary, page) = try await request.run(only: sheet, on: connection) { ReportPage() }
        let sink = try ResultSink(path: path)
        sink.buffer.append(contentsOf: page.utf8)
        try sink.finish()
        return summary
      }
    }
  }

  /// A path without ending in the folder for what is removed again.
  static func scratch() -> String {
    let folder = NSTemporaryDirectory()
    return "\(folder)\(folder.hasSuffix("/") ? "" : "/")hotline-report-\(UUID().uuidString.lowercased())"
  }
}
