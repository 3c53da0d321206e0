package dev.qlite.json;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Walks the children of a container along the tape. */
abstract class Children<T> implements Iterator<T> {
    private final int end;
    private int next;

    private Children(Tape tape, int container) {
        next = tape.firstChild(container);
        end = tape.after(container);
    }

    static Iterator<Json> elements(Tape tape, int array) {
        return new Children<>(tape, array) {
            @Override
            Json child(int node) {
                return new Json(tape, node);
            }

            @Override
            int after(int node) {
                return tape.after(node);
            }
        };
    }

    static Iterator<Member> members(Tape tape, int object) {
        return new Children<>(tape, object) {
            @Override
            Member child(int node) {
                return new Member(tape, node);
            }

            @Override
            int after(int node) {
                return tape.after(tape.valueOf(node));
            }
        };
    }

    abstract T child(int node);

    abstract int after(int node);

    @Override
    public boolean hasNext() {
        return next < end;
    }

    @Override
    public T next() {
        if (next >= end) {
            throw new NoSuchElementException();
        }
        T child = child(next);
        next = after(next);
        return child;
    }
}
