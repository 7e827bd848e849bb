import CXlsxWriter
import Glibc

/// The one owner of a libxlsxwriter workbook.
@safe
struct WorkbookHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<lxw_workbook>

  /// Starts a workbook in constant memory; its temporary files lie in `folder`, unlinked, so that a crash leaves none.
  init(path: String, folder: String) throws(WriteError) {
    let opened = unsafe path.withCString { path in
      unsafe folder.withCString { folder in
        var options = unsafe lxw_workbook_options()
        unsafe options.constant_memory = 1
        unsafe options.tmpdir = UnsafeMutablePointer(mutating: folder)
        return unsafe workbook_new_opt(path, &options)
      }
    }
    guard let opened = unsafe opened else { throw .system(path: path, errno: ENOMEM) }
    unsafe pointer = opened
  }

  /// Assembles the file and frees the workbook, also when it fails.
  consuming func close() -> lxw_error {
    let pointer = unsafe pointer
    discard self
    return unsafe workbook_close(pointer)
  }

  deinit {
    // The library frees its memory, but closes the temporary files only while assembling.
    var sheet = unsafe pointer.pointee.worksheets?.pointee.stqh_first
    while let current = unsafe sheet {
      if let file = unsafe current.pointee.optimize_tmpfile { unsafe fclose(file) }
      unsafe sheet = current.pointee.list_pointers.stqe_next
    }
    unsafe lxw_workbook_free(pointer)
  }
}
